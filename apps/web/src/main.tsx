// First, so that what the components say about an element comes after what holds for all.
import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './App.js';
import { startSync } from './state/sync.js';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element #root.');

startSync();
createRoot(root).render(
  <StrictMode>
    <BrowserRouter>
      <App />
    </BrowserRouter>
  </StrictMode>,
);
