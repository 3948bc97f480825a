#include "demo_posters.hpp"

#include <cstdint>
#include <functional>
#include <map>

#include <fmt/format.h>

namespace theatre_admin {

namespace {

// Always the same dots, wherever it runs.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : state_(seed) {}
  int between(int least, int most) {
    state_ = state_ * 1664525U + 1013904223U;
    return least + static_cast<int>((state_ >> 8) % static_cast<std::uint32_t>(most - least + 1));
  }

 private:
  std::uint32_t state_;
};

std::string sheet_under_sky(const std::string& from, const std::string& to, const std::string& drawing) {
  return fmt::format(
      R"svg(<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="1200" height="800" viewBox="0 0 1200 800"><defs>)svg"
      R"svg(<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{}"/><stop offset="1" stop-color="{}"/></linearGradient>)svg"
      R"svg(</defs><rect width="1200" height="800" fill="url(#sky)"/>{}</svg>)svg",
      from, to, drawing);
}

std::string dots(int count, std::uint32_t seed, const std::string& colour, int left, int top, int right, int bottom,
                 int least, int most, int faintest = 100) {
  Dice dice(seed);
  std::string all;
  for (int i = 0; i < count; ++i) {
    const int x = dice.between(left, right), y = dice.between(top, bottom), r = dice.between(least, most);
    all += fmt::format(R"svg(<circle cx="{}" cy="{}" r="{}" fill="{}" fill-opacity="0.{:02}"/>)svg", x, y, r, colour,
                       dice.between(faintest < 100 ? faintest : 99, 99));
  }
  return all;
}

std::string seagull() {
  std::string water;
  for (int i = 0; i < 9; ++i) {
    water += fmt::format(
        R"svg(<rect x="{}" y="{}" width="{}" height="{}" rx="4" fill="#f4e3b8" fill-opacity="{}"/>)svg",
        820 - 110 - i * 14 + (i % 3) * 40, 560 + i * 25, 220 + i * 28 - (i % 2) * 70, 5 + i / 3, 0.75 - i * 0.07);
  }
  return sheet_under_sky(
      "#0d1f3c", "#3f6f8f",
      R"svg(<circle cx="820" cy="300" r="125" fill="#f7e9c3"/><circle cx="820" cy="300" r="175" fill="#f7e9c3" fill-opacity=".12"/>)svg"
      R"svg(<path d="M0 540 Q300 500 600 535 T1200 525 V800 H0Z" fill="#12324f"/><path d="M0 520 Q120 440 260 500 T520 520 L600 540 H0Z" fill="#0a2238"/>)svg" +
          water +
          R"svg(<path d="M190 330 C300 215 400 245 452 322 C520 235 640 215 742 262 C650 270 560 320 505 402 C470 420 440 418 412 396 C350 330 270 310 190 330Z" fill="#fbfaf5"/>)svg"
          R"svg(<path d="M190 330 C300 215 400 245 452 322 C380 285 280 290 190 330Z" fill="#cfd9df"/><path d="M452 322 C520 235 640 215 742 262 C640 250 540 275 452 322Z" fill="#cfd9df"/>)svg");
}

std::string town() {
  const std::string colours[]{"#2a2140", "#332649", "#261d3a"};
  Dice dice(7);
  std::string houses;
  for (int i = 0, x = -20; x < 1200; ++i) {
    const int width = dice.between(110, 170), height = dice.between(150, 290), top = 690 - height;
    houses += fmt::format(R"svg(<path d="M{0} 690 V{1} L{2} {3} L{4} {1} V690Z" fill="{5}"/>)svg", x, top,
                          x + width / 2, top - width / 2, x + width, colours[i % 3]);
    for (int row = 0; row < height / 85; ++row) {
      for (int column = 0; column < 2; ++column) {
        if (dice.between(0, 9) < 3) continue;
        houses += fmt::format(R"svg(<rect x="{}" y="{}" width="26" height="36" rx="3" fill="#ffd982"/>)svg",
                              x + 22 + column * (width - 70), top + 30 + row * 80);
      }
    }
    x += width + 6;
  }
  return sheet_under_sky(
      "#35274f", "#f2946b",
      dots(60, 3, "#fff4d6", 0, 0, 1200, 330, 1, 3, 40) +
          R"svg(<circle cx="960" cy="180" r="64" fill="#fff1cf"/><circle cx="930" cy="166" r="58" fill="#4a3458"/>)svg" +
          houses +
          R"svg(<rect y="690" width="1200" height="110" fill="#191227"/>)svg"
          R"svg(<g stroke="#f6dcae" stroke-width="9" stroke-linecap="round"><path d="M520 690 L600 330 M680 690 L600 330 M640 690 L600 330"/>)svg"
          R"svg(<path d="M541 600 H622 M555 535 H616 M569 470 H610 M584 405 H605"/></g>)svg");
}

std::string storm() {
  std::string rain;
  Dice dice(21);
  for (int i = 0; i < 90; ++i) {
    const int x = dice.between(-50, 1200), y = dice.between(0, 760), length = dice.between(25, 70);
    rain += fmt::format("M{} {} l{} {} ", x, y, -length / 4, length);
  }
  return sheet_under_sky(
      "#1b1330", "#6a4c7d",
      R"svg(<g fill="#2c2145"><circle cx="240" cy="110" r="170"/><circle cx="450" cy="60" r="200"/><circle cx="720" cy="90" r="190"/><circle cx="1000" cy="70" r="210"/></g>)svg"
      R"svg(<g fill="#3a2b59"><circle cx="120" cy="60" r="150"/><circle cx="590" cy="20" r="170"/><circle cx="880" cy="20" r="180"/></g>)svg"
      R"svg(<path d="M690 190 L560 430 L650 430 L540 640 L800 370 L700 370 L800 190Z" fill="#ffe9a8"/>)svg"
      R"svg(<path d="M0 640 C260 600 460 690 700 650 S1080 620 1200 650 V800 H0Z" fill="#40325c"/><path d="M0 700 C300 660 500 740 760 700 S1100 690 1200 705 V800 H0Z" fill="#2b2142"/>)svg"
      R"svg(<path d="M0 430 L170 450 L230 520 L255 800 H0Z" fill="#140d24"/><path d="M150 448 l14 -74 q6 -14 14 0 l14 74Z" fill="#f3d9dc"/><circle cx="171" cy="362" r="13" fill="#f3d9dc"/>)svg" +
          fmt::format(R"svg(<path d="{}" stroke="#cdbfe6" stroke-opacity=".35" stroke-width="2" fill="none"/>)svg",
                      rain));
}

std::string ship() {
  std::string waves;
  const char* colours[]{"#1d6f7c", "#145866", "#0d4351", "#08303c"};
  for (int i = 0; i < 4; ++i) {
    std::string path = fmt::format("M{} {}", -60 - i * 40, 560 + i * 55);
    for (int k = 0; k < 9; ++k) path += fmt::format(" q 80 {} 160 0", k % 2 == 0 ? -60 : 40);
    waves += fmt::format(R"svg(<path d="{} V800 H0Z" fill="{}"/>)svg", path, colours[i]);
    if (i == 0) {
      waves +=
          R"svg(<g transform="rotate(-7 600 500)"><path d="M390 520 H830 L770 620 H460Z" fill="#6b2c1f"/><path d="M390 520 H830 L818 542 H402Z" fill="#e3b04b"/>)svg"
          R"svg(<rect x="598" y="150" width="10" height="372" fill="#3d2218"/><path d="M616 170 C760 210 790 330 770 480 H616Z" fill="#fbf1dd"/><path d="M590 210 C500 260 450 360 440 480 H590Z" fill="#f2dcb6"/>)svg"
          R"svg(<path d="M603 150 L690 128 L603 108Z" fill="#c63d2f"/></g>)svg";
    }
  }
  return sheet_under_sky(
      "#f7c873", "#ef8f6b",
      R"svg(<circle cx="300" cy="330" r="120" fill="#fff0c9"/><g fill="#fff" fill-opacity=".35"><ellipse cx="960" cy="160" rx="170" ry="26"/><ellipse cx="880" cy="205" rx="120" ry="20"/><ellipse cx="180" cy="120" rx="150" ry="22"/></g>)svg" +
          waves);
}

std::string mirror() {
  return sheet_under_sky(
      "#3d1230", "#7b2144",
      dots(70, 11, "#ffd9a0", 0, 0, 1200, 800, 1, 4, 25) +
          R"svg(<ellipse cx="600" cy="370" rx="245" ry="315" fill="#d9a441"/><ellipse cx="600" cy="370" rx="208" ry="278" fill="#bfe0e6"/>)svg"
          R"svg(<path d="M455 215 L640 110 L700 125 L425 320Z M430 410 L760 190 L785 235 L450 480Z" fill="#fff" fill-opacity=".35"/>)svg"
          R"svg(<circle cx="600" cy="60" r="34" fill="#f2c76b"/><circle cx="600" cy="682" r="26" fill="#f2c76b"/><path d="M540 690 H660 L700 770 H500Z" fill="#b98428"/>)svg"
          R"svg(<path d="M600 400 c-34 -30 -104 -20 -108 58 c-3 70 56 126 86 122 c12 -2 32 -2 44 0 c30 4 89 -52 86 -122 c-4 -78 -74 -88 -108 -58Z" fill="#b3162b"/>)svg"
          R"svg(<path d="M600 402 c0 -30 10 -52 30 -66" stroke="#4b2a14" stroke-width="9" fill="none" stroke-linecap="round"/><path d="M622 366 c30 -34 74 -34 92 -24 c-16 34 -58 44 -92 24Z" fill="#4f8a3a"/><ellipse cx="538" cy="446" rx="16" ry="30" fill="#fff" fill-opacity=".45" transform="rotate(24 538 446)"/>)svg");
}

std::string teacup() {
  std::string paper;
  for (int x = 0; x < 1200; x += 100) {
    paper += fmt::format(R"svg(<rect x="{}" width="50" height="800" fill="#2f6b57"/>)svg", x);
    for (int y = 40 + (x / 100 % 2) * 80; y < 800; y += 160) {
      paper += fmt::format(
          R"svg(<g fill="#e9d8a6" fill-opacity=".55"><circle cx="{0}" cy="{1}" r="7"/><circle cx="{2}" cy="{3}" r="7"/><circle cx="{4}" cy="{3}" r="7"/><circle cx="{0}" cy="{5}" r="7"/></g>)svg",
          x + 75, y - 10, x + 65, y, x + 85, y + 10);
    }
  }
  return sheet_under_sky(
      "#3c7f68", "#3c7f68",
      paper +
          R"svg(<ellipse cx="600" cy="690" rx="400" ry="52" fill="#e8dcc3"/><ellipse cx="600" cy="680" rx="320" ry="34" fill="#fffaf0"/>)svg"
          R"svg(<path d="M820 440 c150 -40 170 150 -30 150" stroke="#fffaf0" stroke-width="30" fill="none"/><path d="M350 400 H850 C850 560 770 680 660 682 H540 C430 680 350 560 350 400Z" fill="#fffaf0"/>)svg"
          R"svg(<ellipse cx="600" cy="400" rx="250" ry="42" fill="#8a4b23"/><path d="M356 450 C370 470 830 470 844 450" stroke="#c03a4e" stroke-width="12" fill="none"/>)svg"
          R"svg(<g fill="#1c1b22"><ellipse cx="600" cy="352" rx="190" ry="30"/><path d="M488 350 L474 130 Q600 96 726 130 L712 350Z"/></g><path d="M485 300 Q600 330 715 300 L713 346 Q600 372 487 346Z" fill="#c03a4e"/><ellipse cx="600" cy="124" rx="126" ry="20" fill="#2c2a34"/>)svg"
          R"svg(<g stroke="#fff" stroke-opacity=".5" stroke-width="8" fill="none" stroke-linecap="round"><path d="M330 340 q-30 -40 0 -80 t0 -80"/><path d="M870 340 q30 -40 0 -80 t0 -80"/></g>)svg");
}

std::string orchard() {
  const std::string branch =
      R"svg(<g stroke="#4a2530" fill="none" stroke-linecap="round"><path d="M1230 820 C1040 700 980 560 1010 420 C1030 300 960 210 820 160" stroke-width="46"/>)svg"
      R"svg(<path d="M1010 430 C880 430 760 400 640 300" stroke-width="24"/><path d="M1000 560 C860 590 700 580 540 520" stroke-width="22"/><path d="M820 160 C700 120 600 130 480 90" stroke-width="18"/><path d="M640 300 C560 250 470 250 380 270" stroke-width="12"/><path d="M540 520 C450 480 380 480 300 500" stroke-width="12"/></g>)svg";
  std::string blossom;
  Dice dice(5);
  const int along[][2]{{820, 160}, {640, 300}, {540, 520}, {480, 90},  {380, 270},
                       {300, 500}, {760, 395}, {720, 570}, {930, 240}, {620, 125}};
  for (const auto& [x, y] : along) {
    for (int i = 0; i < 9; ++i) {
      const int cx = x + dice.between(-75, 75), cy = y + dice.between(-60, 50), r = dice.between(9, 15);
      for (int petal = 0; petal < 5; ++petal) {
        blossom += fmt::format(
            R"svg(<ellipse cx="{0}" cy="{1}" rx="{2}" ry="{3}" fill="#fffafa" transform="rotate({4} {0} {5})"/>)svg",
            cx, cy - r, r * 2 / 3, r, petal * 72, cy);
      }
      blossom += fmt::format(R"svg(<circle cx="{}" cy="{}" r="{}" fill="#e78aa0"/>)svg", cx, cy, r / 3 + 1);
    }
  }
  return sheet_under_sky(
      "#f9d5d3", "#e79aa6",
      R"svg(<circle cx="270" cy="330" r="210" fill="#fff3ea" fill-opacity=".75"/><path d="M0 700 Q300 640 620 700 T1200 690 V800 H0Z" fill="#b65d72"/>)svg" +
          branch + blossom + dots(40, 9, "#fffafa", 0, 520, 1000, 790, 4, 9, 60));
}

}  // namespace

std::string more_posters(const std::string& motif);

std::string poster(const std::string& motif) {
  static const std::map<std::string, std::function<std::string()>> all{
      {"seagull", seagull}, {"town", town},     {"storm", storm},    {"ship", ship},
      {"mirror", mirror},   {"teacup", teacup}, {"orchard", orchard}};
  const auto found = all.find(motif);
  return found == all.end() ? more_posters(motif) : found->second();
}

std::string demo_logo() {
  return R"svg(<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 512 512"><circle cx="256" cy="256" r="250" fill="#8e1b3a"/>)svg"
         R"svg(<circle cx="256" cy="256" r="226" fill="#211a1c"/><path d="M256 60 L372 420 H140Z" fill="#f6dfa4" fill-opacity=".9"/><ellipse cx="256" cy="418" rx="122" ry="26" fill="#fff3d0"/>)svg"
         R"svg(<path d="M256 36 C170 60 110 100 96 150 C104 240 100 330 70 390 C40 340 30 290 30 256 A226 226 0 0 1 256 30Z" fill="#b8284c"/><path d="M256 36 C342 60 402 100 416 150 C408 240 412 330 442 390 C472 340 482 290 482 256 A226 226 0 0 0 256 30Z" fill="#b8284c"/>)svg"
         R"svg(<g stroke="#8e1b3a" stroke-width="10" fill="none"><path d="M150 90 C100 150 96 240 62 330"/><path d="M362 90 C412 150 416 240 450 330"/></g><circle cx="256" cy="376" r="18" fill="#8e1b3a"/><path d="M228 420 q28 -60 56 0Z" fill="#8e1b3a"/></svg>)svg";
}

}  // namespace theatre_admin
