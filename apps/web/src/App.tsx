import { lazy, Suspense, type ReactNode } from 'react';
import { Navigate, Route, Routes, useSearchParams } from 'react-router';
import { SignInPage } from './auth/SignInPage.js';
import { Splash } from './auth/Splash.js';
import { ConversationPage } from './messages/ConversationPage.js';
import { NothingOpen } from './messages/NothingOpen.js';
import { Shell } from './shell/Shell.js';
import { useSession } from './state/session.js';
import { Spinner } from './ui/Status.js';

const InvitePage = lazy(() => import('./groups/InvitePage.js').then((module) => ({ default: module.InvitePage })));
const JoinPage = lazy(() => import('./groups/JoinPage.js').then((module) => ({ default: module.JoinPage })));
const SettingsPage = lazy(() => import('./settings/SettingsPage.js').then((module) => ({ default: module.SettingsPage })));

export function App() {
  const status = useSession((state) => state.status);
  switch (status) {
    case 'restoring':
    case 'unreachable':
      return <Splash unreachable={status === 'unreachable'} />;
    case 'signed-out':
      return <SignedOut />;
    case 'signed-in':
      return <SignedIn />;
  }
}

function SignedOut() {
  return (
    <Routes>
      <Route path="/register" element={<SignInPage mode="register" />} />
      <Route path="*" element={<SignInPage mode="login" />} />
    </Routes>
  );
}

function SignedIn() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<NothingOpen />} />
        <Route path="/c/:conversation" element={<ConversationPage />} />
        <Route path="/c/:conversation/details" element={<ConversationPage details />} />
        <Route path="/settings/:section?" element={later(<SettingsPage />)} />
        <Route path="/invite/:code" element={later(<InvitePage />)} />
        <Route path="/join/:group" element={later(<JoinPage />)} />
        <Route path="/register" element={<AfterRegistration />} />
        <Route path="*" element={<Navigate to="/" replace />} />
      </Route>
    </Routes>
  );
}

/** A view that is loaded when it is first opened. */
function later(view: ReactNode) {
  return <Suspense fallback={<Spinner label="Loading" />}>{view}</Suspense>;
}

/** Somebody who has just registered goes on to the group that their invitation leads to, if it leads to one. */
function AfterRegistration() {
  const [search] = useSearchParams();
  const code = search.get('invite');
  return code ? <Navigate to={`/invite/${encodeURIComponent(code)}`} state={{ registered: true }} replace /> : <Navigate to="/" replace />;
}
