/** Version of this Lakeferry: that of package.json, which a test compares. */
export const lakeferryVersion = '0.1.0';
