/** The load generator: so many calls in flight, for so long. The contract stands in ../README.md. */

const setting = (name, otherwise) => Number(process.env[name] ?? otherwise);
export const IN_FLIGHT = setting('BENCH_IN_FLIGHT', 1);
const WARM_UP = setting('BENCH_WARM_UP', 0.5);
const SECONDS = setting('BENCH_SECONDS', 4);
const REQUESTS = setting('BENCH_REQUESTS', 400_000);

/** Measures `ticket`, an asynchronous function that answers a ticket. */
export async function measure(ticket) {
  await phase(ticket, WARM_UP, Infinity);
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const lanes = await phase(ticket, SECONDS, REQUESTS);
  const { user, system } = process.cpuUsage(cpu);
  report(lanes, (performance.now() - began) / 1000, user + system);
}

function phase(ticket, seconds, requests) {
  const end = performance.now() + seconds * 1000;
  const most = Math.max(requests / IN_FLIGHT, 1);
  return Promise.all(Array.from({ length: IN_FLIGHT }, () => lane(ticket, end, most)));
}

/** Calls one after the other. */
async function lane(ticket, end, most) {
  const latencies = [];
  let errors = 0;
  let now = performance.now();
  while (now < end && latencies.length < most) {
    try {
      if (!(await ticket())) {
        throw new Error('no ticket');
      }
    } catch (error) {
      if (errors === 0) {
        console.error('a call failed:', error);
      }
      errors += 1;
    }
    const answered = performance.now();
    latencies.push(answered - now);
    now = answered;
  }
  return { latencies, errors };
}

function report(lanes, seconds, cpu) {
  const latencies = Float64Array.from(lanes.flatMap((lane) => lane.latencies)).sort();
  const errors = lanes.reduce((sum, lane) => sum + lane.errors, 0);
  const percentile = (part) => latencies[Math.min(Math.floor(latencies.length * part), latencies.length - 1)] * 1000;
  const requests = latencies.length - errors;
  console.log(
    JSON.stringify({ requests, errors, seconds, cpu_us: cpu / latencies.length, p50_us: percentile(0.5), p99_us: percentile(0.99) }),
  );
  process.exitCode = errors ? 1 : 0;
}
