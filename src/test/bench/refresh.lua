-- For wrk: refreshes each session of a file again and again, with the refresh token that the last answer brought. The
-- first line of the file is the request, METHOD|path|Header: value|body, with TOKEN for the token; the others are tokens.
local tokens, first, last = {}, 1, 0
local method, path, header, value, body

local function add(token)
  last = last + 1
  tokens[last] = token
end

function init(args)
  local lines = io.lines(args[1])
  method, path, header, value, body = lines():match("^(.-)|(.-)|(.-): (.-)|(.*)$")
  for line in lines do
    add(line)
  end
end

function request()
  local token = tokens[first]
  tokens[first] = nil
  first = first + 1
  return wrk.format(method, path, {[header] = value:gsub("TOKEN", token)}, (body:gsub("TOKEN", token)))
end

-- A session that ended goes on failing, so that its failures are counted.
function response(status, headers, answer)
  add(answer:match('"refresh_?[Tt]oken":"([^"]+)"') or "none")
end
