-- For wrk: sends the requests of a file in turn. A line is METHOD|path|Header: value|...|body, the body may be empty.
local requests, last = {}, 0

local function parse(line)
  local parts, headers = {}, {}
  for part in (line .. "|"):gmatch("(.-)|") do
    parts[#parts + 1] = part
  end
  for i = 3, #parts - 1 do
    local name, value = parts[i]:match("^(.-): (.*)$")
    headers[name] = value
  end
  local body = parts[#parts]
  return wrk.format(parts[1], parts[2], headers, body ~= "" and body or nil)
end

function init(args)
  for line in io.lines(args[1]) do
    requests[#requests + 1] = parse(line)
  end
end

function request()
  last = last % #requests + 1
  return requests[last]
end
