import type { Network } from "../network";

/** Limits of a lane that all its SKUs share. */
export interface SharedLane {
  laneId: unknown;
  fixedMinor: number;
  minUnits: number;
  capacityUnits: number | null;
}

/**
 * The plan of one or many SKUs as a mixed-integer program in CPLEX LP form, for a solver that judges ours: a column a step at
 * a receiver or donor, a whole number of strides an arc, a switch an arc or a shared lane. The same problem only where all
 * lanes of a receiver have one lead time.
 */
export function programOf(networks: readonly Network[], shared: readonly SharedLane[] | null = null): string {
  const program = { objective: [] as string[], rows: [] as string[], bounds: [] as string[] };
  const whole: string[] = [];
  const switches: string[] = [];
  networks.forEach((network, n) => {
    addCurves(network, n, program);
    network.arcs.forEach((arc, index) => {
      const x = `x${n}_${index}`;
      program.objective.push(`- ${plain(arc.costPerStep * arc.stride)} ${x}`);
      program.bounds.push(`0 <= ${x} <= ${arc.maxSteps / arc.stride}`);
      whole.push(x);
      const lane = shared?.findIndex(({ laneId }) => laneId === arc.lane.id) ?? -1;
      const y = lane < 0 ? `y${n}_${index}` : `Y${lane}`;
      if (lane < 0) {
        program.objective.push(`- ${plain(arc.lane.fixedMinor)} ${y}`);
        program.rows.push(`m${n}_${index}: ${x} - ${arc.minSteps / arc.stride} ${y} >= 0`);
        switches.push(y);
      }
      program.rows.push(`c${n}_${index}: ${x} - ${arc.maxSteps / arc.stride} ${y} <= 0`);
    });
  });
  for (const [lane, terms] of (shared ?? []).entries()) {
    program.objective.push(`- ${plain(terms.fixedMinor)} Y${lane}`);
    switches.push(`Y${lane}`);
    const units = networks.flatMap((network, n) =>
      network.arcs.flatMap((arc, index) =>
        arc.lane.id === terms.laneId ? `${arc.stride * network.stepUnits} x${n}_${index}` : [],
      ),
    );
    if (units.length === 0) continue;
    const sum = units.join(" + ");
    if (terms.capacityUnits !== null)
      program.rows.push(`C${lane}: ${sum} - ${terms.capacityUnits} Y${lane} <= 0`);
    if (terms.minUnits > 1) program.rows.push(`M${lane}: ${sum} - ${terms.minUnits} Y${lane} >= 0`);
  }
  return [
    `Maximize\n obj: ${program.objective.join("\n ")}`,
    `Subject To\n ${program.rows.join("\n ")}`,
    `Bounds\n ${program.bounds.join("\n ")}`,
    `General\n ${whole.join(" ")}`,
    `Binary\n ${switches.join(" ")}`,
    "End",
  ].join("\n");
}

function addCurves(
  network: Network,
  n: number,
  { objective, rows, bounds }: { objective: string[]; rows: string[]; bounds: string[] },
): void {
  const column = (name: string, minor: number, sign: "+" | "-") => {
    objective.push(`${sign} ${plain(minor)} ${name}`);
    bounds.push(`0 <= ${name} <= 1`);
    return name;
  };
  const flowOf = (indexes: number[]) =>
    indexes.map((index) => `${network.arcs[index]?.stride ?? 1} x${n}_${index}`).join(" + ");
  network.receivers.forEach((receiver, r) => {
    const gain = network.arcs[receiver.arcs[0] ?? 0]?.gain ?? new Float64Array(1);
    const steps = Array.from({ length: gain.length - 1 }, (_, s) =>
      column(`g${n}_${r}_${s}`, (gain[s + 1] ?? 0) - (gain[s] ?? 0), "+"),
    );
    // Steps beyond the curve's end earn nothing.
    rows.push(`r${n}_${r}: ${flowOf(receiver.arcs)} - ${[...steps, `z${n}_${r}`].join(" - ")} = 0`);
  });
  network.donors.forEach((donor, d) => {
    const arcs = network.arcs.flatMap((arc, index) => (arc.donor === d ? [index] : []));
    const steps = Array.from({ length: donor.loss.length - 1 }, (_, s) =>
      column(`l${n}_${d}_${s}`, (donor.loss[s + 1] ?? 0) - (donor.loss[s] ?? 0), "-"),
    );
    if (arcs.length > 0 && steps.length > 0)
      rows.push(`d${n}_${d}: ${flowOf(arcs)} - ${steps.join(" - ")} = 0`);
  });
}

/** A number as LP files take it: no exponent below 1e-9 of anything that matters. */
const plain = (value: number) => (Math.abs(value) < 1e-9 ? "0" : value.toFixed(9));
