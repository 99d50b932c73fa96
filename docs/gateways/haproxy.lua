-- What haproxy.cfg needs beyond HAProxy's own rules.

-- HAProxy itself, which passes it on to Latchkey: the frontend "verify".
local VERIFY = "http://127.0.0.1:8081/verify"

local IDENTITY = { "x-auth-subject", "x-auth-session", "x-auth-email", "x-auth-email-verified", "x-auth-roles",
    "x-auth-expires" }

local UNAVAILABLE = [[{"type":"urn:latchkey:error:unavailable","title":"The service can't answer right now: try again.","status":503,"detail":"The service can't answer right now: try again.","code":"unavailable","message":"The service can't answer right now: try again."}]]

-- All values of a header, as a list.
local function values(headers, name)
    local list = {}
    for i = 0, #(headers[name] or {}) do
        if headers[name] then
            table.insert(list, headers[name][i])
        end
    end
    return list
end

local function refuse(txn, status, headers, body)
    local reply = txn:reply({ status = status, body = body })
    reply:add_header("content-type", "application/problem+json")
    reply:add_header("cache-control", "no-store")
    for name, value in pairs(headers) do
        reply:add_header(name, value)
    end
    txn:done(reply)
end

-- Asks Latchkey, with the token and nothing else, neither body nor other headers.
core.register_action("verify", { "http-req" }, function(txn)
    local asked = txn.http:req_get_headers()
    local answer = core.httpclient():get({
        url = VERIFY,
        headers = {
            ["authorization"] = values(asked, "authorization"),
            ["x-request-id"] = values(asked, "x-request-id"),
        },
    })
    if answer.status == 200 then
        for _, name in ipairs(IDENTITY) do
            txn.http:req_set_header(name, answer.headers[name][0])
        end
        txn:set_var("txn.verified", true)
    elseif answer.status == 401 then
        refuse(txn, 401, { ["www-authenticate"] = "Bearer" }, answer.body)
    elseif answer.status == 403 then
        refuse(txn, 403, {}, answer.body)
    else
        -- Latchkey, or its Redis, can't answer: the client keeps its tokens and tries again.
        refuse(txn, 503, { ["retry-after"] = "1" }, UNAVAILABLE)
    end
end)

-- Takes out the cookies in which the client keeps tokens, such as __Host-latchkey_access_https%3A...
core.register_action("remove_token_cookies", { "http-req" }, function(txn)
    local kept = {}
    for _, header in ipairs(values(txn.http:req_get_headers(), "cookie")) do
        for cookie in header:gmatch("[^;]+") do
            local name, kind = cookie:match("^%s*(__%a+%-[^=]*)_(%a+)_https?%%3A")
            if not name or not (kind == "access" or kind == "refresh" or kind == "skew") then
                table.insert(kept, (cookie:gsub("^%s+", "")))
            end
        end
    end
    txn.http:req_del_header("cookie")
    if #kept > 0 then
        txn.http:req_set_header("cookie", table.concat(kept, "; "))
    end
end)
