"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SelectField } from "@/components/field";
import { settings } from "../_mapping/settings";
import { TextSetting } from "./setting-fields";
import type { MappingAddress } from "./use-mapping-address";

const usual = [
  "iso",
  "yyyy-MM-dd HH:mm:ss",
  "dd/MM/yyyy",
  "dd/MM/yyyy HH:mm",
  "MM/dd/yyyy",
  "MM/dd/yyyy HH:mm",
  "MM/dd/yyyy h:mm a",
  "dd.MM.yyyy",
  "dd.MM.yyyy HH:mm",
  "yyyy/MM/dd",
  "yyyy/MM/dd HH:mm",
  "yyyyMMdd",
  "unix",
  "unixMs",
  "excel",
];

const named = new Set(["iso", "unix", "unixMs", "excel"]);
const other = "other";

/** The form dates are written in: found out, one of the usual, or one of one's own. */
export function DateSetting({ address, fitting }: { address: MappingAddress; fitting: string[] }) {
  const t = useTranslations("imports.settings.dates");
  const now = settings.dates.read(address.mapping);
  const [own, setOwn] = useState(now !== "" && !usual.includes(now));
  return (
    <>
      <SelectField
        label={t("label")}
        help={
          now === "" && fitting.length > 1
            ? t("several", { first: fitting[0] ?? "", second: fitting[1] ?? "" })
            : t("help")
        }
        name="dates"
        value={own ? other : now}
        onChange={(event) => {
          const { value } = event.target;
          setOwn(value === other);
          if (value !== other) address.setSetting("dates", value);
        }}
        options={[
          { value: "", label: t("values.auto") },
          ...usual.map((value) => ({
            value,
            label: named.has(value) ? t(`values.${value}` as "values.iso") : value,
          })),
          { value: other, label: t("values.other") },
        ]}
      />
      {own ? <TextSetting address={address} name="dates" widthChars={28} /> : null}
    </>
  );
}
