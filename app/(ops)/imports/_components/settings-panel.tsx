"use client";

import { useTranslations } from "next-intl";
import { CheckboxField } from "@/components/field";
import { Panel } from "@/components/panel";
import { settings } from "../_mapping/settings";
import { DateSetting } from "./date-setting";
import { ChoiceSetting, SettingGroup, TextSetting } from "./setting-fields";
import { useKnownNames } from "./use-known-names";
import type { MappingAddress } from "./use-mapping-address";

/** Which settings matter for a kind of record. */
export interface SettingNeeds {
  dates: boolean;
  currency: boolean;
  weight: boolean;
  volume: boolean;
  orders: boolean;
  /** What the kind names that an import may create. */
  creates: ("skus" | "locations" | "channels")[];
}

/** How dates, numbers and units are written, and what to do about what is not there. */
export function SettingsPanel({
  address,
  needs,
  channels,
  locations,
  dateFormats,
}: {
  address: MappingAddress;
  needs: SettingNeeds;
  channels: string[];
  locations: string[];
  dateFormats: string[];
}) {
  const t = useTranslations("imports.settings");
  const timeZones = useKnownNames("timeZone");
  const currencies = useKnownNames("currency");
  const created = new Set(settings.create.read(address.mapping).split(",").filter(Boolean));
  const toggle = (what: string, on: boolean) => {
    if (on) created.add(what);
    else created.delete(what);
    address.setSetting("create", needs.creates.filter((one) => created.has(one)).join(","));
  };
  return (
    <Panel title={t("title")} padded={false}>
      {needs.dates ? (
        <SettingGroup id="dates" title={t("groups.dates")}>
          <DateSetting address={address} fitting={dateFormats} />
          <TextSetting address={address} name="zone" known={timeZones} />
        </SettingGroup>
      ) : null}
      <SettingGroup id="numbers" title={t("groups.numbers")}>
        <ChoiceSetting address={address} name="decimal" values={["dot", "comma"]} />
        <ChoiceSetting
          address={address}
          name="thousands"
          values={["", "none", "comma", "dot", "space", "apostrophe"]}
        />
        {needs.currency ? (
          <TextSetting address={address} name="currency" widthChars={6} known={currencies} />
        ) : null}
        {needs.weight ? (
          <ChoiceSetting address={address} name="weight" values={["g", "kg", "lb", "oz"]} />
        ) : null}
        {needs.volume ? <ChoiceSetting address={address} name="volume" values={["cm3", "l", "m3"]} /> : null}
      </SettingGroup>
      {needs.creates.length > 0 ? (
        <SettingGroup id="missing" title={t("groups.missing")}>
          <div className="flex flex-col gap-2">
            {needs.creates.map((what) => (
              <CheckboxField
                key={what}
                name={`create-${what}`}
                label={t(`create.values.${what}`)}
                checked={created.has(what)}
                onChange={(event) => toggle(what, event.target.checked)}
              />
            ))}
            <p className="max-w-prose text-caption text-muted">{t("create.help")}</p>
          </div>
          {needs.orders ? <TextSetting address={address} name="channel" known={channels} /> : null}
          {needs.orders ? <TextSetting address={address} name="location" known={locations} /> : null}
        </SettingGroup>
      ) : null}
      {needs.orders ? (
        <SettingGroup id="orders" title={t("groups.orders")}>
          <ChoiceSetting address={address} name="negative" values={["reject", "credit", "adjustment"]} />
          <TextSetting address={address} name="credit" widthChars={8} />
          <ChoiceSetting address={address} name="unpriced" values={["sale", "adjustment"]} />
          <ChoiceSetting
            address={address}
            name="state"
            values={["open", "shipped", "completed", "cancelled"]}
          />
          <TextSetting address={address} name="notProducts" widthChars={36} />
        </SettingGroup>
      ) : null}
      <SettingGroup id="file" title={t("groups.file")}>
        <ChoiceSetting
          address={address}
          name="encoding"
          values={["", "utf-8", "windows-1252", "utf-16le", "big5", "gb18030", "shift_jis"]}
        />
        <ChoiceSetting address={address} name="delimiter" values={["", "comma", "semicolon", "tab", "bar"]} />
        <TextSetting address={address} name="skip" widthChars={6} />
      </SettingGroup>
    </Panel>
  );
}
