"""The Lua scripts of wrk. It has one thread here, so one list or count is enough."""

# The placeholders: the templates of the requests, the unique prefix or ``false``, and one of the flows below.
# A flow counts by itself what is *finished* and what is *refused*: some of its answers below 400 finish nothing.
SCRIPT = """
local templates = {%s}
local requests, turn, unique, threads = {}, 0, %s, {}
function setup(thread) table.insert(threads, thread) end
function init(args)
    for place, it in ipairs(templates) do
        requests[place] = unique and it or wrk.format(it.method, it.path, it.headers, it.body)
    end
end
function request()
    turn = turn + 1
    if not unique then return requests[(turn - 1) %% #requests + 1] end
    local it = requests[1]
    local body = it.body:gsub("{id}", unique .. string.format("%%08d", turn))
    return wrk.format(it.method, it.path, it.headers, body)
end
%s
function done(summary, latency, requests)
    local e = summary.errors
    local count, status = summary.requests, e.status
    if finished then count, status = threads[1]:get("finished"), threads[1]:get("refused") end
    print(string.format("RESULT %%d %%d %%d %%d %%d %%d", count, summary.duration,
        latency:percentile(50), latency:percentile(99), status, e.connect + e.read + e.write + e.timeout))
end
"""

# Each answer has the token of another request.
CHAINED = """
local tokens = {}
function init(args)
    for place, it in ipairs(templates) do tokens[place] = it.headers["Authorization"]:sub(8) end
end
function request()
    local it = templates[1]
    it.headers["Authorization"] = "Bearer " .. table.remove(tokens, 1)
    return wrk.format(it.method, it.path, it.headers, it.body)
end
function response(status, headers, body)
    table.insert(tokens, body:match('"refresh_token":"([^"]+)"'))
end
"""

# The first template asks for options, the others answer options that were asked for before: one of each in turn.
# An answer that is missing counts as refused.
PASSKEY = """
finished, refused = 0, 0
local asks, answered = false, 1
function request()
    asks = not asks
    if not asks then
        answered = answered + 1
        if requests[answered] then return requests[answered] end
        refused = refused + 1
    end
    return requests[1]
end
function response(status, headers, body)
    if status >= 400 then refused = refused + 1
    elseif body:find('"access_token":"', 1, true) then finished = finished + 1 end
end
"""

# The first template is the second step, with {token} in its body; the others are first steps.
FACTOR = """
finished, refused = 0, 0
local due, begun = {}, 0
function request()
    local token = table.remove(due)
    if token then
        local it = templates[1]
        local body = it.body:gsub("{token}", token)
        return wrk.format(it.method, it.path, it.headers, body)
    end
    begun = begun + 1
    return requests[(begun - 1) % (#requests - 1) + 2]
end
function response(status, headers, body)
    local token = status == 403 and body:match('"token":"([^"]+)"')
    if token then table.insert(due, token)
    elseif status == 200 then finished = finished + 1
    else refused = refused + 1 end
end
"""
