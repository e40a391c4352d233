import type { LiveFaults } from "../contract";
import type { LiveAnswer, LiveRequest } from "../serving/serve";

const perPageMax = 100;

export const refusal = (status: number, code: string, message: string): LiveAnswer => ({
  status,
  body: { code, message, data: { status } },
});

/** One page of a list with the headers that lead on. With repeated pages each page has a twin behind it. */
export function pageOf(
  { query, path }: LiveRequest,
  items: readonly unknown[],
  faults: LiveFaults,
  origin: string,
): LiveAnswer {
  const perPage = Number(query.get("per_page") ?? 10);
  const page = Number(query.get("page") ?? 1);
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > perPageMax)
    return refusal(400, "rest_invalid_param", "Invalid parameter(s): per_page");
  if (!Number.isInteger(page) || page < 1)
    return refusal(400, "rest_invalid_param", "Invalid parameter(s): page");
  const real = faults.repeatPages ? Math.ceil(page / 2) : page;
  const pages = Math.ceil(items.length / perPage) * (faults.repeatPages ? 2 : 1);
  const link = (to: number, rel: string) => {
    const onward = new URLSearchParams(query);
    onward.set("page", String(to));
    return `<${origin}${path}?${onward}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, "prev")] : []),
    ...(page < pages ? [link(page + 1, "next")] : []),
  ];
  return {
    status: 200,
    headers: {
      "x-wp-total": String(items.length),
      "x-wp-totalpages": String(pages),
      ...(links.length > 0 ? { link: links.join(", ") } : {}),
    },
    body: items.slice((real - 1) * perPage, real * perPage),
  };
}

interface Dated {
  id: number;
  createdAt: Date;
  modifiedAt: Date;
}

/** Filters and orders as the query asks. Times have whole seconds, and a filter leaves out the second it names. */
export function selected<T extends Dated>(items: readonly T[], query: URLSearchParams): T[] {
  const second = (at: Date) => Math.floor(at.getTime() / 1000);
  const named = (name: string) => {
    const text = query.get(name);
    return text === null
      ? null
      : Math.floor(Date.parse(/[zZ]|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`) / 1000);
  };
  const include = query.get("include")?.split(",").map(Number) ?? null;
  const [after, before, modifiedAfter, modifiedBefore] = [
    named("after"),
    named("before"),
    named("modified_after"),
    named("modified_before"),
  ];
  const kept = items.filter(
    (one) =>
      (include === null || include.includes(one.id)) &&
      (after === null || second(one.createdAt) > after) &&
      (before === null || second(one.createdAt) < before) &&
      (modifiedAfter === null || second(one.modifiedAt) > modifiedAfter) &&
      (modifiedBefore === null || second(one.modifiedAt) < modifiedBefore),
  );
  const by = query.get("orderby") ?? "date";
  const key = (one: T) => (by === "id" ? one.id : second(by === "modified" ? one.modifiedAt : one.createdAt));
  const sign = query.get("order") === "asc" ? 1 : -1;
  return kept.sort((a, b) => sign * (key(a) - key(b) || a.id - b.id));
}
