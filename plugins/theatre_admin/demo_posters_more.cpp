// The other half of the demo's posters.
#include <functional>
#include <map>
#include <string>

#include <fmt/format.h>

namespace theatre_admin {

std::string more_posters(const std::string& motif);

namespace {

std::string sheet_in_light(const std::string& from, const std::string& to, const std::string& drawing) {
  return fmt::format(
      R"svg(<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800" viewBox="0 0 1200 800"><defs>)svg"
      R"svg(<radialGradient id="light" cx=".5" cy=".45" r=".75"><stop offset="0" stop-color="{}"/><stop offset="1" stop-color="{}"/></radialGradient>)svg"
      R"svg(</defs><rect width="1200" height="800" fill="url(#light)"/>{}</svg>)svg",
      from, to, drawing);
}

std::string forest() {
  std::string trees;
  const char* colours[]{"#1f5a45", "#174736", "#0c2b22"};
  for (int row = 0; row < 3; ++row) {
    for (int i = 0; i < 7; ++i) {
      const int x = i * 205 - 60 + row * 70 + (i % 2) * 30, width = 26 + row * 22;
      if (row > 0 && x > 380 && x < 780) continue;
      trees += fmt::format(R"svg(<path d="M{} 800 C{} 500 {} 300 {} -10 H{} C{} 300 {} 500 {} 800Z" fill="{}"/>)svg",
                           x - width, x + 4, x - 6, x - width / 3, x + width / 2, x + width / 2, x + width / 2,
                           x + width + 10, colours[row]);
    }
  }
  std::string flies;
  for (int i = 0; i < 34; ++i) {
    const int x = (i * 397) % 1180 + 10, y = (i * 251) % 640 + 90;
    flies += fmt::format(
        R"svg(<circle cx="{0}" cy="{1}" r="12" fill="#f8f3a6" fill-opacity=".18"/><circle cx="{0}" cy="{1}" r="4" fill="#fdfbd0"/>)svg",
        x, y);
  }
  return sheet_in_light(
      "#4aa37a", "#0b2f27",
      R"svg(<circle cx="590" cy="290" r="185" fill="#f6f2c4"/><circle cx="590" cy="290" r="240" fill="#f6f2c4" fill-opacity=".15"/>)svg" +
          trees +
          R"svg(<path d="M0 690 Q300 640 600 680 T1200 670 V800 H0Z" fill="#071d17"/><g fill="#071d17"><path d="M500 700 C500 600 540 560 590 560 C640 560 680 600 680 700Z"/><path d="M548 560 C520 500 530 440 590 440 C650 440 660 500 632 560Z"/>)svg"
          R"svg(<path d="M548 462 C500 400 500 330 522 300 C556 330 572 390 574 444Z"/><path d="M632 462 C680 400 680 330 658 300 C624 330 608 390 606 444Z"/></g>)svg" +
          flies);
}

std::string inspector() {
  std::string floor;
  for (int i = 0; i < 9; ++i) {
    floor += fmt::format("M{} 470 L{} 800 ", 600 + (i - 4) * 70, 600 + (i - 4) * 330);
  }
  return sheet_in_light(
      "#c5342c", "#7d1219",
      R"svg(<rect y="470" width="1200" height="330" fill="#5b0c13"/>)svg" +
          fmt::format(R"svg(<path d="{}" stroke="#7d1219" stroke-width="5"/>)svg", floor) +
          R"svg(<path d="M505 470 V140 Q600 70 695 140 V470Z" fill="#ffe9b0"/><path d="M505 470 H695 L980 800 H220Z" fill="#ffe9b0" fill-opacity=".55"/>)svg"
          R"svg(<path d="M560 470 L420 800 H780 L640 470Z" fill="#2b0508" fill-opacity=".85"/><g fill="#1c0305"><path d="M552 472 C548 380 556 330 572 312 H628 C644 330 652 380 648 472Z"/><circle cx="600" cy="276" r="34"/>)svg"
          R"svg(<path d="M548 262 C560 214 640 214 652 262 C630 250 570 250 548 262Z"/><path d="M580 222 Q600 168 620 222Z"/><path d="M640 350 L742 420 L736 432 L632 388Z"/></g>)svg"
          R"svg(<g fill="#e8b84a"><circle cx="600" cy="345" r="5"/><circle cx="600" cy="375" r="5"/><circle cx="600" cy="405" r="5"/></g>)svg"
          R"svg(<g fill="#f5d987"><path d="M120 120 l14 34 36 3 -28 24 9 36 -31 -20 -31 20 9 -36 -28 -24 36 -3Z"/><path d="M1080 120 l14 34 36 3 -28 24 9 36 -31 -20 -31 20 9 -36 -28 -24 36 -3Z"/></g>)svg");
}

std::string voices() {
  std::string rings;
  const struct {
    int x, y;
    const char* colour;
  } centres[]{{330, 470, "#1f3b57"}, {610, 300, "#c8452f"}, {880, 500, "#d9a441"}};
  for (const auto& [x, y, colour] : centres) {
    for (int r = 40; r <= 360; r += 40) {
      rings += fmt::format(
          R"svg(<circle cx="{}" cy="{}" r="{}" fill="none" stroke="{}" stroke-width="{}" stroke-opacity="{:.2f}"/>)svg",
          x, y, r, colour, 16 - r / 36, 1.0 - r / 480.0);
    }
    rings += fmt::format(R"svg(<circle cx="{}" cy="{}" r="22" fill="{}"/>)svg", x, y, colour);
  }
  return sheet_in_light("#fbf3e2", "#eadbbd",
                        rings + R"svg(<rect y="720" width="1200" height="80" fill="#1f3b57"/>)svg");
}

std::string snowflake() {
  std::string arm =
      R"svg(<path d="M0 0 V-300 M0 -110 L-60 -170 M0 -110 L60 -170 M0 -190 L-50 -240 M0 -190 L50 -240 M0 -60 L-34 -94 M0 -60 L34 -94"/>)svg";
  std::string arms, shards, snow;
  for (int i = 0; i < 6; ++i) arms += fmt::format(R"svg(<g transform="rotate({})">{}</g>)svg", i * 60, arm);
  for (int i = 0; i < 16; ++i) {
    const int x = i * 80 - 20;
    shards += fmt::format(R"svg(<path d="M{} 800 L{} {} L{} 800Z" fill="{}"/>)svg", x - 50, x + (i % 3) * 20,
                          800 - 90 - (i * 83) % 190, x + 70, i % 2 == 0 ? "#d7efff" : "#8fc6e8");
  }
  for (int i = 0; i < 60; ++i) {
    snow += fmt::format(R"svg(<circle cx="{}" cy="{}" r="{}" fill="#fff" fill-opacity=".8"/>)svg", (i * 317) % 1200,
                        (i * 199) % 700, 2 + i % 4);
  }
  return sheet_in_light(
      "#7fc4ee", "#123a6b",
      snow +
          fmt::format(
              R"svg(<g transform="translate(600 360)" stroke="#f4fbff" stroke-width="16" stroke-linecap="round" fill="none">{}</g>)svg",
              arms) +
          R"svg(<circle cx="600" cy="360" r="26" fill="#e0395b"/>)svg" + shards);
}

std::string nutcracker() {
  return sheet_in_light(
      "#ffcf70", "#3a1408",
      R"svg(<circle cx="600" cy="380" r="320" fill="#ffe9ae"/><g fill="#2a0f08"><rect x="520" y="250" width="160" height="150" rx="26"/><path d="M512 250 H688 L676 130 Q600 90 524 130Z"/><rect x="500" y="236" width="200" height="24" rx="10"/>)svg"
      R"svg(<rect x="505" y="405" width="190" height="180" rx="20"/><rect x="440" y="410" width="60" height="170" rx="28"/><rect x="700" y="410" width="60" height="170" rx="28"/><rect x="520" y="585" width="70" height="150"/><rect x="610" y="585" width="70" height="150"/><rect x="500" y="715" width="96" height="36" rx="12"/><rect x="604" y="715" width="96" height="36" rx="12"/></g>)svg"
      R"svg(<g fill="#ffe9ae"><circle cx="565" cy="300" r="14"/><circle cx="635" cy="300" r="14"/><path d="M548 346 H652 V380 H548Z"/><path d="M520 440 H680 V452 H520Z M520 480 H680 V492 H520Z M520 520 H680 V532 H520Z"/></g><path d="M574 346 V380 M600 346 V380 M626 346 V380" stroke="#2a0f08" stroke-width="5"/>)svg"
      R"svg(<path d="M0 800 V520 C90 500 150 560 190 620 C230 590 260 610 268 650 C300 640 326 664 326 700 C350 706 360 740 352 800Z" fill="#1a0804"/><path d="M1200 800 V520 C1110 500 1050 560 1010 620 C970 590 940 610 932 650 C900 640 874 664 874 700 C850 706 840 740 848 800Z" fill="#1a0804"/>)svg");
}

std::string road() {
  return sheet_in_light(
      "#f1e2bf", "#c79a55",
      R"svg(<circle cx="860" cy="230" r="95" fill="#fff8e4"/><path d="M0 620 H1200 V800 H0Z" fill="#6f4a26"/><path d="M470 620 H610 L820 800 H180Z" fill="#8b6137"/>)svg"
      R"svg(<g stroke="#2e1c10" fill="none" stroke-linecap="round"><path d="M330 630 C350 520 318 430 340 300" stroke-width="26"/><path d="M338 430 C270 390 230 330 222 250 M336 370 C390 330 420 280 430 200 M340 310 C330 250 300 210 290 150 M342 300 C360 250 380 220 384 140" stroke-width="11"/><path d="M250 340 C210 330 190 300 180 280 M412 262 C450 250 470 230 480 200" stroke-width="7"/></g>)svg"
      R"svg(<g fill="#1f1510"><ellipse cx="700" cy="622" rx="92" ry="16"/><path d="M642 618 C640 540 660 520 700 520 C740 520 760 540 758 618Z"/><ellipse cx="920" cy="640" rx="92" ry="16"/><path d="M862 636 C860 558 880 538 920 538 C960 538 980 558 978 636Z"/></g><path d="M643 592 H757 V606 H643Z M863 610 H977 V624 H863Z" fill="#8e1b3a"/><circle cx="430" cy="196" r="9" fill="#5d8a3a"/>)svg");
}

std::string plume() {
  std::string feather;
  for (int i = 0; i < 46; ++i) {
    const double t = i / 45.0;
    const double x = 430 + 480 * t, y = 420 - 260 * t + 210 * t * t;
    feather += fmt::format(
        R"svg(<path d="M{0:.0f} {1:.0f} q{2:.0f} -60 {3:.0f} -{4:.0f} M{0:.0f} {1:.0f} q{5:.0f} 40 {6:.0f} {7:.0f}"/>)svg",
        x, y, -20 + 30 * t, 30 + 60 * t, 150 - 70 * t, 24.0, 50 + 30 * t, 96 - 40 * t);
  }
  return sheet_in_light(
      "#3b4a7a", "#0e1230",
      R"svg(<circle cx="940" cy="180" r="86" fill="#f7edc9"/><circle cx="975" cy="165" r="78" fill="#27335f"/>)svg" +
          fmt::format(R"svg(<g stroke="#fbf7ee" stroke-width="13" stroke-linecap="round" fill="none">{}</g>)svg",
                      feather) +
          R"svg(<path d="M430 420 C580 270 760 250 915 372" stroke="#d6cdb8" stroke-width="8" fill="none"/><g fill="#12142a"><ellipse cx="470" cy="520" rx="330" ry="52"/><path d="M300 520 C290 400 350 350 460 350 C570 350 640 400 640 520Z"/></g>)svg"
          R"svg(<path d="M302 480 C400 520 540 520 638 480 L640 516 C540 556 400 556 300 516Z" fill="#8e1b3a"/><g stroke="#e5e2da" stroke-linecap="round"><path d="M180 760 L1040 610" stroke-width="9"/><path d="M262 700 C300 790 360 790 344 690" stroke="#d9a441" stroke-width="13" fill="none"/><path d="M150 766 L250 748" stroke="#d9a441" stroke-width="24"/></g>)svg");
}

}  // namespace

std::string more_posters(const std::string& motif) {
  static const std::map<std::string, std::function<std::string()>> all{
      {"forest", forest},         {"inspector", inspector}, {"voices", voices}, {"snowflake", snowflake},
      {"nutcracker", nutcracker}, {"road", road},           {"plume", plume}};
  const auto found = all.find(motif);
  return found == all.end() ? std::string() : found->second();
}

}  // namespace theatre_admin
