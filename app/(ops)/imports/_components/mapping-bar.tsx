"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { SelectField, TextField } from "@/components/field";
import { announce } from "@/components/live/announcer";
import { Panel } from "@/components/panel";
import { withoutChanges } from "../_mapping/address";
import { saveMappingAction } from "../actions";
import type { MappingAddress } from "./use-mapping-address";

export interface SavedMappingView {
  id: number;
  name: string;
}

/** Which mapping the page starts from, and a name to save the present one under. */
export function MappingBar({ address, saved }: { address: MappingAddress; saved: SavedMappingView[] }) {
  const t = useTranslations("imports.mappings");
  const router = useRouter();
  const chosen = saved.find(({ id }) => String(id) === address.params.get("map"));
  const [name, setName] = useState(chosen?.name ?? "");
  const [told, setTold] = useState<string | null>(null);
  const from = (mappingId: string) => {
    const next = withoutChanges(address.params);
    next.delete("from");
    if (mappingId === "") next.delete("map");
    else next.set("map", mappingId);
    return `/imports/new/columns?${next}` as Route;
  };
  const save = useAction(saveMappingAction, (mapping) => {
    const done = t("savedAs", { name: mapping.name });
    setTold(done);
    announce(done);
    router.replace(from(String(mapping.id)), { scroll: false });
  });
  return (
    <Panel>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <SelectField
          label={t("startFrom")}
          name="map"
          value={address.params.has("from") ? "run" : (address.params.get("map") ?? "")}
          onChange={(event) => {
            address.settle();
            router.replace(from(event.target.value), { scroll: false });
          }}
          options={[
            ...(address.params.has("from") ? [{ value: "run", label: t("ofRun") }] : []),
            { value: "", label: t("guess") },
            ...saved.map(({ id, name: label }) => ({ value: String(id), label })),
          ]}
        />
        <form
          className="flex flex-wrap items-start gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            address.settle();
            void save.run({ name, mapping: address.mapping });
          }}
        >
          <TextField
            label={t("name")}
            help={chosen && chosen.name === name.trim() ? t("replaces") : t("nameHelp")}
            name="name"
            widthChars={28}
            maxLength={100}
            autoComplete="off"
            value={name}
            error={save.error ? (save.error.fieldErrors?.name ?? save.error.message) : null}
            onChange={(event) => {
              setName(event.target.value);
              setTold(null);
            }}
          />
          <div className="pt-6">
            <Button type="submit" pending={save.pending} needsConnection>
              {t("save")}
            </Button>
          </div>
        </form>
      </div>
      {told ? <p className="pt-1 text-muted">{told}</p> : null}
    </Panel>
  );
}
