import { type Session, VendorError } from "../live-contract";
import { call } from "./client";
import { type Profile, profiles } from "./wire-types";

/** The advertiser accounts that the authorisation reaches in this region. Throws VendorError. */
export async function listProfiles(session: Session): Promise<Profile[]> {
  const { content } = await call(session, {
    method: "GET",
    path: "/v2/profiles",
    bucket: "profiles",
    withoutProfile: true,
  });
  const read = profiles.safeParse(content);
  if (!read.success)
    throw new VendorError("unexpected", "profiles", "Amazon's list of profiles has an unknown form.");
  return read.data;
}

/** The connection's own profile: its currency and time zone. Throws VendorError, also when it is not there. */
export async function ownProfile(session: Session): Promise<Profile> {
  const { profileId } = session.settings;
  const found = (await listProfiles(session)).find((one) => one.profileId === profileId);
  if (!found)
    throw new VendorError(
      "forbidden",
      "wrong_profile",
      `The authorisation does not reach the profile ${profileId} in this region.`,
    );
  return found;
}
