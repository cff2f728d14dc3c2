-- Asks for certificates in no order: one code a line in the file that CODES names.
local paths = {}
for line in io.lines(os.getenv("CODES")) do paths[#paths + 1] = "/api/v1/public/certificates/" .. line end

function setup(thread) thread:set("seed", math.random(1, 1000000)) end
function init() math.randomseed(seed) end
function request() return wrk.format("GET", paths[math.random(#paths)]) end
function done(summary, latency)
    local errors = summary.errors
    io.write(string.format("RESULT %.0f %.3f %d\n", summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
