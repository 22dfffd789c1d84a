/**
 * Queues of `servers` equal servers under `load` erlangs (arrivals x service time). Source: A. K. Erlang 1917; the recursion
 * B(0) = 1, B(k) = aB(k-1) / (k + aB(k-1)) has no factorials and loses no digits.
 */
export type Queue = { readonly servers: number; readonly load: number };

function checked({ servers, load }: Queue): void {
  if (!Number.isInteger(servers) || servers < 0) throw new RangeError(`${servers} is not a number of servers`);
  if (!(load >= 0) || !Number.isFinite(load)) throw new RangeError(`${load} is not a load in erlangs`);
}

/** Erlang B: the share of arrivals that find every server busy and go elsewhere. @throws RangeError */
export function erlangB(queue: Queue): number {
  checked(queue);
  const { servers, load } = queue;
  if (load === 0) return servers === 0 ? 1 : 0;
  let blocked = 1;
  for (let k = 1; k <= servers; k += 1) blocked = (load * blocked) / (k + load * blocked);
  return blocked;
}

/** Erlang C: the share of arrivals that wait; 1 when the load is what the servers can do or more. @throws RangeError */
export function erlangC(queue: Queue): number {
  checked(queue);
  const { servers, load } = queue;
  if (load >= servers) return 1;
  const blocked = erlangB(queue);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** Mean wait in service times (multiply by the mean service time); infinite when the queue grows without end. */
export function meanWait(queue: Queue): number {
  const { servers, load } = queue;
  const waits = erlangC(queue);
  return load >= servers ? Number.POSITIVE_INFINITY : waits / (servers - load);
}

/** The share of arrivals that wait longer than `waited` service times. */
export function waitsLongerThan(queue: Queue, waited: number): number {
  const { servers, load } = queue;
  return load >= servers ? 1 : erlangC(queue) * Math.exp(-(servers - load) * waited);
}
