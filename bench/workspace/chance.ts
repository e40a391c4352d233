/**
 * SQL for a number 0 ≤ x < 1 that always comes out the same for the same whole number and salt; two salts are as good as
 * independent. `expression` is SQL of type bigint.
 */
export const chance = (expression: string, salt: number): string =>
  `((hashint8extended((${expression})::bigint, ${salt}) & 1073741823) / 1073741824.0)::float8`;

/** SQL for a whole number from `low` to `high`, both ends included. */
export const whole = (expression: string, salt: number, low: number, high: number): string =>
  `(${low} + floor(${chance(expression, salt)} * ${high - low + 1}))::int`;
