"use client";

import { useEffect } from "react";
import { noteInterest } from "./interest";

/** Tells the open page that of a topic it shows only these rows, so that events of others do not make it read anew. */
export function LiveInterest({ topic, ids }: { topic: string; ids: readonly (string | number)[] }) {
  const key = ids.join(",");
  useEffect(() => noteInterest(topic, key.split(",")), [topic, key]);
  return null;
}
