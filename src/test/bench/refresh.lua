-- For wrk: refreshes each session of a file again and again, with the refresh token that the last answer brought.
local tokens, first, last = {}, 1, 0

local function add(token)
  last = last + 1
  tokens[last] = token
end

function init(args)
  for line in io.lines(args[1]) do
    add(line)
  end
end

function request()
  local token = tokens[first]
  tokens[first] = nil
  first = first + 1
  return wrk.format("POST", "/refresh-tokens", {authorization = token})
end

function response(status, headers, body)
  add(body:match('"refreshToken":"([^"]+)"'))
end
