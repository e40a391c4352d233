/** Whom a route can name beside roles. */
export interface RouteTargets {
  people: { id: string; name: string; email: string }[];
  connections: { id: number; name: string }[];
}
