/**
 * Of orders and stock that have come in and whose figures follow in a moment. Only pages that show the rows themselves read
 * anew for it; the others hear of the figures.
 */
const onlyWhereAsked: ReadonlySet<string> = new Set(["arrivals"]);

/** Which rows of a topic each part of the open page shows; a topic without an entry concerns the page whatever the rows. */
const interests = new Map<string, Map<symbol, ReadonlySet<string>>>();

/** Notes that the page shows only these rows of a topic. The result takes it back. */
export function noteInterest(topic: string, ids: readonly (string | number)[]): () => void {
  const key = Symbol(topic);
  const ofTopic = interests.get(topic) ?? new Map<symbol, ReadonlySet<string>>();
  interests.set(topic, ofTopic);
  ofTopic.set(key, new Set(ids.map(String)));
  return () => {
    ofTopic.delete(key);
    if (ofTopic.size === 0) interests.delete(topic);
  };
}

/** Whether an event concerns what the page shows. One that names no rows does where its topic does. */
export function concerns(event: { topic: string; ids?: readonly (string | number)[] | undefined }): boolean {
  const ofTopic = interests.get(event.topic);
  if (!ofTopic) return !onlyWhereAsked.has(event.topic);
  if (!event.ids) return true;
  return event.ids.some((id) => [...ofTopic.values()].some((ids) => ids.has(String(id))));
}
