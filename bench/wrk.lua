-- Sends whole requests from a file in their order, and tells at the end what became of them. One thread.
-- After `--`: the file of requests, each with its length in a line before it; the file with the end of every request; `again` or `once`.
local requests, count, tail, again = {}, 0, '', false
used, exhausted = 0, false
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  local file = assert(io.open(args[1], 'rb'))
  for line in function() return file:read('*l') end do
    count = count + 1
    requests[count] = file:read(tonumber(line))
  end
  file:close()
  local rest = assert(io.open(args[2], 'rb'))
  tail = rest:read('*a')
  rest:close()
  again = args[3] == 'again'
end

-- With no `response` here, wrk does not make a table of the headers of each answer, which would cost more than sending.
function request()
  used = used + 1
  if used > count and not again then
    exhausted = true
    wrk.thread:stop()
  end
  return requests[(used - 1) % count + 1] .. tail
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\n{"answered":%d,"seconds":%f,"p50Ms":%f,"p99Ms":%f,"used":%d,"exhausted":%s,"wrong":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    threads[1]:get('used'), tostring(threads[1]:get('exhausted')), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
