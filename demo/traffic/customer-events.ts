import { countries, firstNames, lastNames, opinions, pages } from '../database/sample-words';
import type { ShopEvent } from './shop-event';
import { insert, remove, update } from './sql-statement';

export const newCustomer: ShopEvent = ({ shop, random, at }) => {
  shop.customers += 1;
  return [
    insert('customers', [
      {
        customer_id: shop.customers,
        external_id: random.uuid(),
        first_name: random.pick(firstNames),
        last_name: random.pick(lastNames),
        email: `customer${shop.customers}@example.com`,
        country: random.pick(countries),
        region_id: 1 + random.below(shop.regions),
        newsletter: random.chance(0.3) ? null : random.chance(0.5),
        credit_limit: random.amount(0, 10_000),
        registered_at: at,
      },
    ]),
  ];
};

export const changeCustomer: ShopEvent = ({ shop, random }) => {
  const customer = 1 + random.below(shop.customers);
  const changes = [
    { email: `customer${customer}.${random.below(1_000)}@example.com` },
    { newsletter: random.chance(0.5), note: random.pick(opinions) },
    { last_name: random.pick(lastNames), note: null },
    { credit_limit: random.amount(0, 10_000) },
  ];
  return [update('customers', { customer_id: customer }, random.pick(changes))];
};

/** Visit of one session: all its pages at once, as a tracker sends them. */
export const visit: ShopEvent = ({ random, at }) => {
  const session = random.uuid();
  const clicks = Array.from({ length: 1 + random.below(5) }, (_, index) => ({
    session,
    happened_at: new Date(at.getTime() + index * 350),
    page: random.pick(pages),
    milliseconds: random.chance(0.9) ? random.below(4_000) : null,
    details: random.chance(0.25) ? JSON.stringify({ agent: 'Mozilla/5.0 (X11; "Linux")', n: index }) : null,
    visitor: random.chance(0.3) ? `10.${random.below(200)}.0.${random.below(250)}` : null,
  }));
  return [insert('web_events', clicks)];
};

export const writeReview: ShopEvent = ({ shop, random, at }) => {
  shop.reviews += 1;
  return [
    insert('reviews', [
      {
        review_id: shop.reviews,
        product_id: 1 + random.below(shop.products),
        customer_id: 1 + random.below(shop.customers),
        rating: 1 + random.below(5),
        title: random.chance(0.2) ? '' : `Review ${shop.reviews}`,
        body: random.pick(opinions),
        written_at: at,
      },
    ]),
  ];
};

export const changeReview: ShopEvent = ({ shop, random }) => [
  update('reviews', { review_id: 1 + random.below(shop.reviews || 1) }, { body: random.pick(opinions) }),
];

export const withdrawReview: ShopEvent = ({ shop, random }) => [
  remove('reviews', { review_id: 1 + random.below(shop.reviews || 1) }),
];

export const changePrice: ShopEvent = ({ shop, random }) => [
  update('products', { product_id: 1 + random.below(shop.products) }, { price: random.amount(1, 500) }),
];
