/** A moment out of an address (`?asOf=`); minutes without a zone are UTC. Null: now, also when it cannot be read. */
export function readMoment(value: string | string[] | null | undefined): Date | null {
  const text = Array.isArray(value) ? value[0] : value;
  const moment = text ? new Date(text.length === 16 ? `${text}Z` : text) : null;
  return moment && !Number.isNaN(moment.getTime()) ? moment : null;
}
