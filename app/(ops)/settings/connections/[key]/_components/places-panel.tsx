"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { announce } from "@/components/live/announcer";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import { Unknown } from "@/components/unknown";
import type { AccountPlace, PlaceChoice } from "@/lib/services/connection/live/list-places";
import { setPlaceAction } from "../../live-actions";

interface Choice {
  locationId: number | null;
  keeps: boolean;
}

/** The places of the account: which location each is, and whether the account keeps its stock. */
export function PlacesPanel({
  connectionId,
  places,
  locations,
  manages,
}: {
  connectionId: number;
  places: AccountPlace[];
  locations: PlaceChoice[];
  manages: boolean;
}) {
  const t = useTranslations("connections.places");
  const [chosen, setChosen] = useState<Record<string, Choice>>({});
  const { run, pending, error } = useAction(setPlaceAction);
  const choiceOf = (place: AccountPlace): Choice => chosen[place.code] ?? place;
  const choose = (place: AccountPlace, change: Partial<Choice>) =>
    setChosen((before) => ({ ...before, [place.code]: { ...choiceOf(place), ...change } }));
  const changed = (place: AccountPlace) => {
    const { locationId, keeps } = choiceOf(place);
    return locationId !== place.locationId || keeps !== place.keeps;
  };
  const save = async (place: AccountPlace) => {
    const { locationId, keeps } = choiceOf(place);
    if (locationId === null) return;
    const result = await run({ connectionId, code: place.code, locationId, keeps });
    if (!result.ok) return;
    announce(t("saved", { name: place.name }));
    setChosen(({ [place.code]: _, ...others }) => others);
  };
  const nameOf = (id: number | null) => locations.find((location) => location.id === id)?.name;
  return (
    <div className="pt-3">
      <Panel title={t("title")} subtitle={t("subtitle")} padded={false}>
        {error ? (
          <div className="px-4 pb-2">
            <ErrorNote error={error} />
          </div>
        ) : null}
        <SimpleTable<AccountPlace>
          caption={t("title")}
          rows={places}
          rowKey={(place) => place.code}
          foot={<p className="text-caption text-muted">{t("help")}</p>}
          columns={[
            { key: "place", header: t("place"), identity: true, cell: (place) => place.name },
            {
              key: "location",
              header: t("location"),
              cell: (place) =>
                manages ? (
                  <select
                    aria-label={t("locationOf", { name: place.name })}
                    className="field-native my-1 w-fit max-w-56 pr-8"
                    value={choiceOf(place).locationId ?? ""}
                    onChange={({ target }) => choose(place, { locationId: Number(target.value) || null })}
                  >
                    <option value="">{t("choose")}</option>
                    {locations.map(({ id, code, name }) => (
                      <option key={id} value={id}>
                        {name === code ? name : `${name} (${code})`}
                      </option>
                    ))}
                  </select>
                ) : (
                  (nameOf(place.locationId) ?? <Unknown reason={t("choose")} />)
                ),
            },
            {
              key: "stock",
              header: t("stock"),
              cell: (place) => (
                <>
                  {manages ? (
                    <select
                      aria-label={t("stockOf", { name: place.name })}
                      className="field-native my-1 w-fit max-w-56 pr-8"
                      value={choiceOf(place).keeps ? "keeps" : "publishes"}
                      onChange={({ target }) => choose(place, { keeps: target.value === "keeps" })}
                    >
                      <option value="publishes">{t("publishes")}</option>
                      <option value="keeps">{t("keeps")}</option>
                    </select>
                  ) : (
                    t(place.keeps ? "keeps" : "publishes")
                  )}
                  {place.keeps ? null : (
                    <span className="block text-caption text-muted">
                      {place.keptBy ? t("keptBy", { name: place.keptBy }) : t("nobody")}
                    </span>
                  )}
                </>
              ),
            },
            ...(manages
              ? [
                  {
                    key: "save",
                    header: <span className="sr-only">{t("save")}</span>,
                    align: "end" as const,
                    cell: (place: AccountPlace) =>
                      changed(place) && choiceOf(place).locationId !== null ? (
                        <Button
                          size="sm"
                          variant="primary"
                          pending={pending}
                          needsConnection
                          label={t("saveOf", { name: place.name })}
                          onPress={() => void save(place)}
                        >
                          {t("save")}
                        </Button>
                      ) : null,
                  },
                ]
              : []),
          ]}
        />
      </Panel>
    </div>
  );
}
