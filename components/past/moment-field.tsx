"use client";

import { useTimeZone } from "next-intl";
import { useState } from "react";
import { localMinuteOf, utcOfLocalMinute } from "@/lib/core/zones";

/** A moment by the reader's clock, in which the page prints its times; the form sends it as `asOf`, in UTC. */
export function MomentField({ id, asOf, latest }: { id: string; asOf: string | null; latest?: string }) {
  const timeZone = useTimeZone() ?? "UTC";
  const [sent, setSent] = useState(asOf ?? "");
  const shown = (at: string) => localMinuteOf(Date.parse(at), timeZone);
  return (
    <>
      <input
        id={id}
        type="datetime-local"
        required
        className="field-native"
        max={latest && shown(latest)}
        defaultValue={asOf ? shown(asOf) : undefined}
        onChange={(event) => setSent(utcOfLocalMinute(event.target.value, timeZone) ?? "")}
      />
      <input type="hidden" name="asOf" value={sent} />
    </>
  );
}
