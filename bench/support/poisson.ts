/** A Poisson variable of a mean below some hundreds. Source: Knuth, The Art of Computer Programming, vol. 2, 3.4.1. */
export function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let [count, product] = [0, random()];
  while (product > limit) {
    count++;
    product *= random();
  }
  return count;
}
