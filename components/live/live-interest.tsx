"use client";

import { useEffect } from "react";
import { noteInterest } from "./interest";

/** Tells the open page which products it is about, so that events of others do not make it read anew. */
export function LiveInterest({ skus }: { skus: readonly number[] }) {
  const key = skus.join(",");
  useEffect(() => noteInterest(key.split(",").map(Number)), [key]);
  return null;
}
