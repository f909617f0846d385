import { useEffect } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import type { PortalInfo, Product } from './api.js';
import { ApplicationPage } from './application.js';
import { BankPage } from './bank.js';
import { ConsentPage } from './consent.js';
import { DraftProvider, useDraft } from './draft.js';
import { NumberPage } from './number.js';
import { setClock, usePortalInfo, useSession } from './server.js';
import { Loading } from './shell.js';
import { Start } from './start.js';

export function App() {
  const info = usePortalInfo();
  useEffect(() => { if (info.data) setClock(info.data.now); }, [info.data]);
  // Both at once, so that what is already under way is there with the first page.
  const session = useSession();
  if (!info.data || (!session.data && !session.problem)) return <Loading answer={info} />;
  return <DraftProvider><Pages info={info.data} /></DraftProvider>;
}

export interface ApplyPageProps { info: PortalInfo; product: Product }

/** Each step needs what the one before it asked; after a reload the way begins again at the number. */
function Pages({ info }: { info: PortalInfo }) {
  const { draft } = useDraft();
  const forProduct = (id: string, page: (product: Product) => React.ReactNode) => {
    const product = info.products.find((each) => each.id === id);
    return product ? page(product) : <Redirect to="/" replace />;
  };
  return (
    <Switch>
      <Route path="/apply/:product">{({ product: id }) => forProduct(id, (product) => <NumberPage key="number" info={info} product={product} />)}</Route>
      <Route path="/apply/:product/consent">{({ product: id }) => forProduct(id, (product) => draft.citizenId ? <ConsentPage key="consent" info={info} product={product} /> : <Redirect to={`/apply/${id}`} replace />)}</Route>
      <Route path="/apply/:product/bank">
        {({ product: id }) => forProduct(id, (product) => draft.citizenId && draft.agreed === id ? <BankPage key="bank" info={info} product={product} citizenId={draft.citizenId} /> : <Redirect to={`/apply/${id}`} replace />)}
      </Route>
      <Route path="/applications/:id">{({ id }) => <ApplicationPage key={id} info={info} id={id} />}</Route>
      <Route path="/"><Start info={info} /></Route>
      <Route><Redirect to="/" replace /></Route>
    </Switch>
  );
}
