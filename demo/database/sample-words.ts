export const firstNames = [
  'Anna',
  'Jonas',
  'Zoë',
  'Mehmet',
  'Siobhán',
  'Łukasz',
  'Ingrid',
  'Paul',
  'Chiara',
  'Björn',
  'Yuki',
  'Fatima',
  'Karl',
  'Eszter',
  'Noah',
  'Amélie',
  'Ivan',
  'Leïla',
  'Tom',
  'Nadia',
  'Óscar',
  'Grace',
  'Marek',
  'Sofía',
];

export const lastNames = [
  "O'Brien",
  'Müller',
  'Novák',
  'García',
  'Rossi',
  'Øster',
  'van den Berg',
  'Kowalska',
  'Smith, Jr.',
  'Demir',
  'Lefèvre',
  'Horváth',
  'Tanaka',
  'Jensen',
  'Popescu',
  'Gruber',
  'Silva',
  'Nguyen',
  'Haddad',
  'Kelly',
  'Wagner',
  'Ivanova',
];

export const countries = ['AT', 'DE', 'IE', 'FR', 'IT', 'ES', 'PL', 'HU', 'DK', 'CZ', 'PT', 'GB'];

export const productKinds = [
  'Kettle',
  'Lamp',
  'Desk',
  'Backpack',
  'Bicycle bell',
  'Notebook',
  'Teapot',
  'Tent',
  'Chair',
  'Radio',
];

export const productStyles = [
  'Nordic',
  'Compact',
  '19" rack',
  'Travel',
  "Chef's",
  'Café',
  'Mini',
  'Outdoor',
  'Classic',
  'Retro',
];

/**
 * Texts that are difficult in CSV: quotes, commas, line breaks of both kinds, emoji, a single backslash, NULL
 * and \N.
 */
export const opinions = [
  'Works as described.',
  'She said: "best kettle ever", and she is right, mostly.',
  'Arrived late, but\nthe second line says: still happy.',
  'Great 👍🏽 would buy again 🚲',
  'NULL',
  'Windows\r\nline end, and a tab\there.',
  'Path on the box: C:\\tmp\\new, odd.',
  'Größe passt, Farbe „Meer“ ist schön.',
  '""quoted twice""',
  'とても良いです。',
  ',',
  "It's fine; it isn't great.",
];

export const pages = ['/', '/search?q=tea%20pot', '/product', '/basket', '/checkout', '/account', '/help'];

export const jobTitles = [
  'Accountant',
  'Buyer',
  'Controller',
  'Developer',
  'Driver',
  'HR Partner',
  'Lawyer',
  'Office Manager',
  'Picker',
  'Sales Lead',
  'Shop Assistant',
  'Support Agent',
  'Team Lead',
  'Trainee',
  'Warehouse Lead',
  'Web Designer',
];

export const departmentNames = [
  'Accounting',
  'Buying',
  'Customer Care',
  'Human Resources',
  'IT',
  'Legal',
  'Logistics',
  'Marketing',
  'Online Shop',
  'Shops',
  'Strategy & "Special" Projects',
  'Warehouse',
];
