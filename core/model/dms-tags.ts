/** Tags of a DMS resource at most (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tagging.html). */
const most = 10;

/** Lakeferry's own: environment, department, job, and run or plan. */
const own = 4;

/** Tags of users that a DMS resource takes. */
export const mostDmsTags = most - own;

/** Narrower than AWS's general rules: https://docs.aws.amazon.com/dms/latest/APIReference/API_Tag.html */
const key = /^(?!aws:|dms:)[\p{L}\p{Z}\p{N}_.:/=+-]{1,128}$/iu;
const value = /^(?!aws:|dms:)[\p{L}\p{Z}\p{N}_.:/=+-]{1,256}$/iu;

type Tags = Readonly<Record<string, string>>;

/** Keys of tags that DMS does not take, whatever their number. */
export function keysUnfitForDms(tags: Tags): readonly string[] {
  return Object.keys(tags).filter((name) => !key.test(name) || !value.test(tags[name] ?? ''));
}

/** Those of a user's tags that a DMS resource gets: the first that DMS takes. */
export function dmsTags(tags: Tags): Tags {
  const unfit = keysUnfitForDms(tags);
  const fit = Object.entries(tags).filter(([name]) => !unfit.includes(name));
  return Object.fromEntries(fit.slice(0, mostDmsTags));
}
