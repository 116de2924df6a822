import { ArrowLeft, Ban, ChevronRight, KeyRound, LogOut, MonitorSmartphone, Palette, UserRound, type LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { Link, useParams } from 'react-router';
import { signOut } from '../state/session.js';
import { BackLink, cameFrom } from '../ui/BackLink.js';
import { AppearanceSection } from './AppearanceSection.js';
import { BlockedSection } from './BlockedSection.js';
import { DevicesSection } from './DevicesSection.js';
import { PasswordSection } from './PasswordSection.js';
import { ProfileSection } from './ProfileSection.js';
import styles from './SettingsPage.module.css';

interface Section {
  path: string;
  title: string;
  icon: LucideIcon;
  view: ComponentType;
}

const SECTIONS: readonly Section[] = [
  { path: 'profile', title: 'Profile', icon: UserRound, view: ProfileSection },
  { path: 'appearance', title: 'Appearance', icon: Palette, view: AppearanceSection },
  { path: 'devices', title: 'Devices', icon: MonitorSmartphone, view: DevicesSection },
  { path: 'password', title: 'Password', icon: KeyRound, view: PasswordSection },
  { path: 'blocked', title: 'Blocked people', icon: Ban, view: BlockedSection },
];

/** The list of sections and the one that is open: beside each other, or one after the other where there is little room. */
export function SettingsPage() {
  const { section: path } = useParams();
  const open = SECTIONS.find((section) => section.path === path);
  const shown = open ?? SECTIONS[0];
  return (
    <main className={styles.settings} data-open={open ? true : undefined}>
      <header className={styles.header}>
        <BackLink to={open ? '/settings' : '/'} label="Back" className={styles.back}>
          <ArrowLeft aria-hidden="true" />
        </BackLink>
        <h2 className={styles.title}>
          <span className={styles.wide}>Settings</span>
          <span className={styles.narrow}>{open?.title ?? 'Settings'}</span>
        </h2>
      </header>
      <nav className={styles.sections} aria-label="Settings">
        {SECTIONS.map(({ path: to, title, icon: Icon }) => (
          <Link
            key={to}
            to={`/settings/${to}`}
            state={cameFrom('/settings')}
            className={styles.section}
            aria-current={to === shown?.path ? 'page' : undefined}
          >
            <Icon aria-hidden="true" /> <span>{title}</span> <ChevronRight className={styles.narrow} aria-hidden="true" />
          </Link>
        ))}
        <button type="button" className={`${styles.section} ${styles.leave}`} onClick={() => void signOut()}>
          <LogOut aria-hidden="true" /> <span>Sign out</span>
        </button>
      </nav>
      <section className={styles.body} aria-label={shown?.title}>
        {shown && (
          <>
            <h3 className={`${styles.heading} ${styles.wide}`}>{shown.title}</h3>
            <shown.view />
          </>
        )}
      </section>
    </main>
  );
}
