import type { Queryable } from "@/db/client";

/** Whether the route `r` tells of the alert `a`: of its kind, and from its severity on. */
export const matchesRoute = (db: Queryable) => db`
  (r.kinds is null or a.kind = any(r.kinds))
  and array_position(array['notice', 'warning', 'critical'], a.severity) >= array_position(array['notice', 'warning', 'critical'], r.severity_from)`;
