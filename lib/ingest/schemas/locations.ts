import { z } from "zod";
import { choice, countryCode, flag, key, optional, text, timeZone, versionFields } from "./field";

/** A place that holds stock. */
export const locations = z.object({
  code: key("Code of the location", [
    ["location", "location code", "warehouse", "warehouse code", "site", "code", "store"],
    ["倉庫", "仓库", "倉別", "仓别", "庫位", "库位", "地點", "地点"],
  ]),
  name: optional(
    text("Name", [
      ["name", "location name", "warehouse name"],
      ["名稱", "名称", "倉庫名稱", "仓库名称"],
    ]),
  ),
  kind: choice(["warehouse", "fba", "3pl", "store"], "Kind of place", [
    ["kind", "type", "location type"],
    ["類型", "类型"],
  ]),
  country: countryCode("Country, ISO 3166 two letters", [
    ["country", "country code"],
    ["國家", "国家", "國別"],
  ]),
  region: optional(
    text("Region that groups locations, such as EU", [
      ["region", "area"],
      ["區域", "区域", "地區", "地区"],
    ]),
  ),
  timeZone: timeZone("Time zone that sets its calendar day, such as Europe/London", [
    ["time zone", "timezone", "tz"],
    ["時區", "时区"],
  ]),
  active: optional(
    flag("Whether it is in use", [
      ["active", "enabled"],
      ["啟用", "启用"],
    ]),
  ),
  ...versionFields,
});
