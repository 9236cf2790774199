/* Every island of the product, by the name of its element. */
import "./lib/htmx";
import "./lib/unanswered";
import { Board } from "./islands/board";
import { Calendar } from "./islands/calendar";
import { Chart } from "./islands/chart";
import { Codes } from "./islands/codes";
import { Columns } from "./islands/columns";
import { Combo } from "./islands/combo";
import { Dashboard } from "./islands/dashboard";
import { Dialog } from "./islands/dialog";
import { Edit } from "./islands/edit";
import { File } from "./islands/file";
import { Filter } from "./islands/filter";
import { Formula } from "./islands/formula";
import { Groups } from "./islands/groups";
import { Heads } from "./islands/heads";
import { Hotkeys } from "./islands/hotkeys";
import { Layout } from "./islands/layout";
import { Lines } from "./islands/lines";
import { Menu } from "./islands/menu";
import { Palette } from "./islands/palette";
import { Panel } from "./islands/panel";
import { Progress } from "./islands/progress";
import { Passkey } from "./islands/passkey";
import { Report } from "./islands/report";
import { Rules } from "./islands/rules";
import { Select } from "./islands/select";
import { Shell } from "./islands/shell";
import { Strength } from "./islands/strength";
import { Tabs } from "./islands/tabs";
import { Theme } from "./islands/theme";
import { Toast } from "./islands/toast";
import { Upload } from "./islands/upload";
import { Views } from "./islands/views";

const islands: Record<string, CustomElementConstructor> = {
  "x-toast": Toast, "x-dialog": Dialog, "x-shell": Shell, "x-menu": Menu, "x-theme": Theme, "x-palette": Palette, "x-hotkeys": Hotkeys,
  "x-panel": Panel, "x-select": Select, "x-edit": Edit, "x-board": Board, "x-calendar": Calendar, "x-chart": Chart, "x-groups": Groups, "x-heads": Heads, "x-combo": Combo, "x-filter": Filter, "x-formula": Formula, "x-columns": Columns,
  "x-tabs": Tabs, "x-upload": Upload, "x-progress": Progress, "x-lines": Lines, "x-views": Views, "x-file": File, "x-rules": Rules, "x-layout": Layout,
  "x-passkey": Passkey, "x-codes": Codes, "x-strength": Strength, "x-report": Report, "x-dashboard": Dashboard,
};

for (const [name, island] of Object.entries(islands)) customElements.define(name, island);
