#include "demo.hpp"

#include <fmt/format.h>

namespace portfolio {
namespace {

std::string sheet(const char* top, const char* bottom, const std::string& drawing) {
  return fmt::format(
      R"svg(<svg xmlns="http://www.w3.org/2000/svg" width="960" height="640" viewBox="0 0 960 640"><defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{}"/><stop offset="1" stop-color="{}"/></linearGradient></defs><rect width="960" height="640" fill="url(#g)"/>{}</svg>)svg",
      top, bottom, drawing);
}

std::string stage() {
  std::string folds;
  for (int i = 0; i < 6; ++i) {
    for (const int x : {i * 42, 960 - (i + 1) * 42}) {
      folds += fmt::format(R"svg(<rect x="{}" y="0" width="42" height="540" fill="{}"/>)svg", x,
                           i % 2 == 0 ? "#7d1531" : "#98203f");
    }
  }
  return sheet(
      "#20161a", "#3a2620",
      R"svg(<path d="M480 0 L250 560 H710Z" fill="#f6e3a8" fill-opacity=".22"/>)svg" + folds +
          R"svg(<rect y="540" width="960" height="100" fill="#4b3326"/><circle cx="480" cy="300" r="34" fill="#f1d7b8"/><path d="M430 540 L455 345 H505 L530 540Z" fill="#1d3557"/><path d="M455 360 L380 270 M505 360 L585 250" stroke="#1d3557" stroke-width="22" stroke-linecap="round"/>)svg");
}

std::string masks() {
  return sheet(
      "#123047", "#2d6a75",
      R"svg(<g transform="translate(210 120)"><path d="M0 0 H240 V190 A120 150 0 0 1 0 190Z" fill="#f3e6c4"/><path d="M45 90 Q75 60 105 90 M135 90 Q165 60 195 90" stroke="#3b2a1e" stroke-width="14" fill="none"/><path d="M60 190 Q120 270 180 190Z" fill="#8e1b3a"/></g><g transform="translate(520 180)"><path d="M0 0 H230 V180 A115 150 0 0 1 0 180Z" fill="#d9a441"/><path d="M40 75 L100 95 M190 75 L130 95" stroke="#3b2a1e" stroke-width="14"/><path d="M60 235 Q115 165 170 235" stroke="#3b2a1e" stroke-width="16" fill="none"/></g>)svg");
}

std::string costume() {
  return sheet(
      "#efe4d2", "#d6c2a2",
      R"svg(<path d="M400 130 H560 L600 250 L560 260 L585 560 H375 L400 260 L360 250Z" fill="#35506b"/><path d="M440 130 L480 200 L520 130Z" fill="#f7f1e4"/><path d="M375 520 H585 V560 H375Z M400 250 H560 V270 H400Z" fill="#d9a441"/><g stroke="#5d5356" stroke-width="3"><path d="M620 190 H760 M620 400 H760 M600 540 H760"/></g><g fill="#8e1b3a"><rect x="770" y="160" width="90" height="60"/><rect x="770" y="370" width="90" height="60" fill="#35506b"/><rect x="770" y="510" width="90" height="60" fill="#d9a441"/></g>)svg");
}

}  // namespace

const std::vector<DemoItem>& demo_items() {
  static const std::vector<DemoItem> all{
      {"student", Kind::Text, Visibility::School, "Что я понял за первый год",
       "## Три вещи\n\n1. Партнёра надо **слышать**, а не ждать своей реплики.\n2. Пауза - тоже текст.\n3. Дышать. "
       "Всегда дышать.\n\n> «Нет маленьких ролей», - сказали мне, и я носил поднос как корону.",
       "", ""},
      {"student", Kind::Photo, Visibility::Public, "Making masks",
       "Papier-mâché, two weeks and a lot of glue: for the evening of the commedia dell'arte.",
       "Two theatre masks, one laughing, one weeping", "masks"},
      {"student", Kind::Photo, Visibility::Public, "Первый монолог на большой сцене",
       "Открытый урок второго семестра. Пятно света оказалось меньше, чем на репетиции.",
       "Актёр в луче света между складками красного занавеса", "stage"},
      {"student2", Kind::Video, Visibility::Public, "Ten seconds on stage",
       "My first rehearsal with a curtain. The note is the accordion; the applause was added later, by imagination.",
       "", ""},
      {"student2", Kind::Text, Visibility::Public, "Roles so far",
       "- *Twelfth Night*: Feste\n- *Our Town*: the Stage Manager, second cast\n- A tree, twice\n\nI play the "
       "accordion, ride a unicycle and can fall down stairs in three styles.",
       "", ""},
      {"teacher", Kind::Photo, Visibility::School, "Эскиз костюма", "Сукно, старое золото и вишнёвый шёлк.",
       "Эскиз синего камзола с тремя образцами ткани", "costume"},
  };
  return all;
}

std::string demo_drawing(const std::string& motif) {
  if (motif == "stage") return stage();
  if (motif == "masks") return masks();
  return motif == "costume" ? costume() : "";
}

}  // namespace portfolio
