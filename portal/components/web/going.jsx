// On the way to another page: a bar and a word while it takes time, and staying here, with words, when it cannot be had.
import { useEffect, useRef, useState } from "react";
import { createPath, matchRoutes, useBlocker, useLocation, useNavigate, useNavigation } from "react-router";
import { connectAnew } from "./renewed.jsx";

const soon = 300; // milliseconds: what comes sooner needs no word
const patience = 2500; // a connection that comes straight back is not worth one either
const tick = 5000;
const asleep = 100_000; // no timer of a page in the background waits longer than a minute

class Gone extends Error {} // the server has a newer build: this file is no more

// The files of the page at this path that this visit has not loaded yet.
function filesOf(pathname) {
  const { entry, routes } = window.__reactRouterManifest;
  const isLoaded = ({ id }) => id in window.__reactRouterRouteModules;
  const page = matchRoutes(Object.values(routes).filter((one) => one.parentId), pathname)?.at(-1).route;
  if (!page || isLoaded(page)) return [];
  const there = new Set([entry, ...Object.values(routes).filter(isLoaded)].flatMap((one) => one.imports));
  return [page.module, ...page.imports.filter((file) => !there.has(file))];
}

// Into the browser's cache, where the router finds them: it would leave for an error page if it could not load one.
async function bring(files) {
  await Promise.all(
    files.map(async (file) => {
      const answer = await fetch(file, file.startsWith("/assets/") ? {} : { cache: "no-store" });
      if (answer.status === 404) throw new Gone(file);
      if (!answer.ok) throw new Error(file);
      await answer.arrayBuffer();
    }),
  );
}

const pathOf = ({ pathname }) => pathname.replace(/\/$/, "");

function useOnline() {
  const [online, setOnline] = useState(true);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    look();
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  return online;
}

// True once `on` has been so for a while; false at once.
function useLasting(on, wait) {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(on), on ? wait : 0);
    return () => clearTimeout(timer);
  }, [on]);
  return on && lasting;
}

// Stops at each way to another page until it can be shown; calls `stay` with the place when it cannot.
function useSureWay(online, lost, stay) {
  const away = !online || lost;
  const { key } = useLocation();
  const navigate = useNavigate();
  const stopped = useRef(null); // where the way leads, how, and the key of where it began
  const way = useBlocker(({ currentLocation, nextLocation, historyAction }) => {
    const stops = pathOf(currentLocation) !== pathOf(nextLocation) && (away || filesOf(nextLocation.pathname).length > 0);
    stopped.current = stops ? { place: nextLocation, how: historyAction, from: currentLocation.key } : null;
    return stops;
  });
  useEffect(() => {
    // The router forgets a stopped way when a page's own first files arrive meanwhile; nobody has changed their mind.
    const forgotten = stopped.current;
    if (way.state !== "unblocked" || forgotten?.from !== key) return;
    stopped.current = null;
    if (forgotten.how !== "POP") navigate(createPath(forgotten.place), { replace: forgotten.how === "REPLACE" });
  }, [way, key]);
  useEffect(() => {
    if (way.state !== "blocked") return undefined;
    let current = true;
    const { location: place } = way;
    const settle = (fault) => {
      if (!current) return;
      stopped.current = null;
      if (!fault) return way.proceed();
      if (fault instanceof Gone) return location.assign(createPath(place));
      way.reset();
      stay(place);
    };
    if (!online) settle(new Error("offline"));
    else bring([...(lost ? ["/healthz"] : []), ...filesOf(place.pathname)]).then(() => settle(), settle);
    return () => {
      current = false;
    };
  }, [way]);
  return way.state === "blocked";
}

// Links and forms that the browser itself follows would lead to its error page.
function useStayOffline(online, stay) {
  useEffect(() => {
    if (online) return undefined;
    const stop = (event) => {
      const isForm = event.type === "submit";
      const what = isForm ? event.target : event.target.closest?.("a[href]");
      if (!what || event.defaultPrevented || what.method === "dialog") return;
      const to = new URL(isForm ? what.action : what.href, location.href);
      const isHere = to.hash && to.pathname + to.search === location.pathname + location.search;
      if (to.origin !== location.origin || (isHere && !isForm)) return;
      event.preventDefault();
      stay(null);
    };
    addEventListener("click", stop);
    addEventListener("submit", stop);
    return () => {
      removeEventListener("click", stop);
      removeEventListener("submit", stop);
    };
  }, [online]);
}

// A link to a file begins as if the page were left, and Reflex closes its connection then, for good. The page stays.
function keepConnection() {
  let pressed = false;
  const press = (event) => (pressed = Boolean(event.target.closest?.('a[href^="/api/"]')));
  const leave = (event) => {
    if (pressed) event.stopImmediatePropagation();
    pressed = false;
  };
  document.addEventListener("click", press, { capture: true });
  addEventListener("beforeunload", leave, { capture: true });
  return () => {
    document.removeEventListener("click", press, { capture: true });
    removeEventListener("beforeunload", leave, { capture: true });
  };
}

// A machine that slept holds a connection that is long gone, and may take minutes to notice: nothing would arrive.
function watchSleep() {
  let last = Date.now();
  const look = () => {
    const slept = Date.now() - last > asleep;
    last = Date.now();
    if (slept) connectAnew();
  };
  const timer = setInterval(look, tick);
  document.addEventListener("resume", connectAnew); // a page that the browser had frozen
  return () => {
    clearInterval(timer);
    document.removeEventListener("resume", connectAnew);
  };
}

// The bar stands under the header, or at the top of the window when that is scrolled away.
function Bar() {
  const bar = useRef(null);
  useEffect(() => {
    const put = () => {
      const under = document.querySelector(".top")?.getBoundingClientRect().bottom || 0;
      if (bar.current) bar.current.style.top = `${Math.max(0, under)}px`;
    };
    put();
    addEventListener("scroll", put, { passive: true });
    return () => removeEventListener("scroll", put);
  }, []);
  return <div ref={bar} className="going" aria-hidden="true" />;
}

// Around every page. `ready` is false until the page has what belongs on it; `lost` is true without a connection.
export function Going({ ready, lost, words }) {
  const [stayed, setStayed] = useState(null); // where a press would have led, and the how-manieth it was
  const [opened, setOpened] = useState(false); // the first page of a visit has the browser's own sign
  const online = useOnline();
  const away = !online || lost;
  const stay = (place) => setStayed((before) => ({ place, press: (before?.press || 0) + 1 }));
  const isLooking = useSureWay(online, lost, stay);
  useStayOffline(online, stay);
  useEffect(keepConnection, []);
  useEffect(watchSleep, []);
  useEffect(() => {
    if (ready) setOpened(true);
  }, [ready]);

  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  useEffect(() => setStayed(null), [pathname, search, away]); // elsewhere by now, or back

  const isGoing = useNavigation().state !== "idle" || isLooking || (opened && !ready && !away);
  const going = useLasting(isGoing, soon);
  const offline = useLasting(away, patience) || (away && stayed);
  return (
    <>
      <div role="status" className="only-read">{going && words.going}</div>
      {going && <Bar />}
      <div role="status">
        {offline && <div key={stayed?.press} className="offline">{stayed ? words.stayed : words.offline}</div>}
        {stayed && !offline && (
          <div key={stayed.press} className="offline">
            {words.failed}
            <div className="actions">
              <button type="button" className="button" onClick={() => navigate(createPath(stayed.place))}>{words.again}</button>
              <button type="button" className="button" onClick={() => setStayed(null)}>{words.close}</button>
            </div>
          </div>
        )}
      </div>
    </>
  );
}
