import type { Queryable } from "@/db/client";
import type { Actor } from "../_shared/actor";
import { may } from "../_shared/authorise";
import { foresee } from "../policy/foresee";
import type { Policy } from "../policy/get";
import type { Exceeded, Refusal } from "../policy/judge";
import { listWaiting, secondPeople, type Waiting } from "../policy/waiting";
import type { ActiveStep, Team } from "./types";

/** What the policy would say of steps that wait for a team, before anybody presses. */
export interface ForeseenSteps {
  keys: string[];
  team: Team;
  /** The reader approves for it; else it is judged as by a person of that team. */
  mine: boolean;
  refusal: Refusal | null;
  /** Above these one person is not enough. */
  exceeded: Exceeded[];
  /** Somebody asked for a second person already. */
  asked: Waiting | null;
  /** Who may be the second one; of another team, who may decide for it. */
  people: string[];
}

interface Row {
  key: string;
  team: Team;
  step: ActiveStep;
}

/**
 * The steps of an approved recommendation that wait, those of the reader's teams together as one press approves them, and who
 * may approve them by the limits in force. Nothing is counted.
 */
export async function foreseeSteps(
  db: Queryable,
  actor: Actor,
  recommendationId: number,
  { rules }: Policy,
  now = new Date(),
): Promise<ForeseenSteps[]> {
  const rows = await db<Row[]>`
    select s.step_key as key, s.team, s.step from recommendation_step s join recommendation r on r.id = s.recommendation_id
    where s.recommendation_id = ${recommendationId} and s.state = 'waiting' and r.state = 'approved' order by s.place`;
  if (rows.length === 0) return [];
  const [asked = null] = await listWaiting(db, actor, { recommendationId });
  const isMine = ({ team }: Row) => may(actor.role, `decide.${team}`);
  const others = rows.filter((row) => !isMine(row));
  const groups = [
    rows.filter(isMine),
    ...[...new Set(others.map(({ team }) => team))].map((team) => others.filter((row) => row.team === team)),
  ];
  const foreseen: ForeseenSteps[] = [];
  for (const group of groups) {
    const [first] = group;
    if (!first) continue;
    const { team } = first;
    const mine = isMine(first);
    const steps = group.map(({ step }) => step);
    const { refusal, exceeded } = await foresee(
      db,
      rules.authority,
      mine ? actor.role : team,
      { team, steps },
      now,
    );
    const request = asked && group.some((row) => row.team === asked.team) ? asked : null;
    foreseen.push({
      keys: group.map(({ key }) => key),
      ...{ team, mine, refusal, asked: request },
      exceeded: request?.exceeded ?? exceeded,
      people: request?.others ?? (await secondPeople(db, mine ? actor.id : "", team)),
    });
  }
  return foreseen;
}
