#include "demo_people.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <callboard/crypto.hpp>

namespace accounts {

namespace {

using State = DemoPerson::State;

constexpr std::array kPeople{
    DemoPerson{"admin", "Рябинина Елена Константиновна", "admin", "+7 495 000-01-01",
               "Директор школы. Окончила ГИТИС, пятнадцать лет ставила спектакли в Ярославле. / Runs the school and "
               "answers for everything."},
    DemoPerson{"office", "Margaret Doyle", "admin", "+44 1632 960101",
               "School office: enrolments, certificates, lost scarves. Mondays to Fridays, ten to six."},
    DemoPerson{"teacher", "Громов Аркадий Львович", "teacher", "+7 495 000-01-10",
               "Актёрское мастерство. Ученик Марии Кнебель, любит этюды без слов и репетиции до полуночи."},
    DemoPerson{"anna.whitfield", "Anna Whitfield", "teacher", "+44 1632 960110",
               "Voice and speech. Came from Bristol for one term in 2014 and stayed."},
    DemoPerson{"zimina", "Зимина Алла Борисовна", "teacher", "+7 495 000-01-12",
               "Сценическое движение и танец. Двадцать лет на сцене музыкального театра."},
    DemoPerson{"danilevsky", "Данилевский Игорь Михайлович", "teacher", "+7 495 000-01-13",
               "История театра и разбор пьесы. Собирает старые программки."},
    DemoPerson{"efimova", "Ефимова Тамара Николаевна", "teacher", "+7 495 000-01-14",
               "Вокал. Считает, что поют все, просто не все ещё знают об этом."},
    DemoPerson{"t.okafor", "Thomas Okafor", "teacher", "+44 1632 960114",
               "Stage combat and clowning. Nobody has been hurt so far."},
    DemoPerson{"student", "Соколова Мария Андреевна", "student", "+7 495 000-02-01",
               "Второй курс. Мечтаю сыграть Нину Заречную и научиться не бояться пауз."},
    DemoPerson{"student2", "Ильин Пётр Сергеевич", "student", "+7 495 000-02-02",
               "Первый курс, вечерняя группа. Днём инженер, вечером — Лопахин."},
    DemoPerson{"olga_v", "Верещагина Ольга Павловна", "student", "+7 495 000-02-03",
               "Шью костюмы и иногда в них играю."},
    DemoPerson{"kirill", "Жданов Кирилл Олегович", "student", "+7 495 000-02-04", ""},
    DemoPerson{"roma_k", "Калинин Роман Викторович", "student", "+7 495 000-02-05",
               "Гитара, укулеле, немного саксофон."},
    DemoPerson{"nina.lebedeva", "Лебедева Нина Фёдоровна", "student", "+7 495 000-02-06", ""},
    DemoPerson{"stepan", "Мещеряков Степан Ильич", "student", "+7 495 000-02-07",
               "Люблю делать реквизит больше, чем держать его."},
    DemoPerson{"vera_n", "Назарова Вера Глебовна", "student", "+7 495 000-02-08", ""},
    DemoPerson{"tim.orlov", "Орлов Тимофей Юрьевич", "student", "", "Пришёл посмотреть и записался."},
    DemoPerson{"grace.lin", "Grace Lin", "student", "+44 1632 960201",
               "Physical theatre, puppets and far too many notebooks."},
    DemoPerson{"j.moreau", "Juliette Moreau", "student", "+44 1632 960202",
               "Exchange student from Lyon, here until June."},
    DemoPerson{"sam.porter", "Samuel Porter", "student", "", ""},
    DemoPerson{"emily_r", "Emily Rhodes", "student", "+44 1632 960204", "Second year. Understudy for everything."},
    DemoPerson{"daniel.k", "Daniel Kovacs", "student", "+44 1632 960205", ""},
    DemoPerson{"priya", "Priya Raman", "student", "+44 1632 960206", "Dance first, words later."},
    DemoPerson{"h.berg", "Henrik Berg", "student", "", "Lights, mostly. Acting when the lights allow."},
    DemoPerson{"alisa", "Алисова Дарья Романовна", "student", "+7 495 000-02-20", ""},
    DemoPerson{"baranov", "Баранов Глеб Денисович", "student", "+7 495 000-02-21", "Футбол, Шекспир, снова футбол."},
    DemoPerson{"vlasova", "Власова Ксения Игоревна", "student", "+7 495 000-02-22", ""},
    DemoPerson{"golubeva", "Голубева Софья Артёмовна", "student", "+7 495 000-02-23",
               "Читаю стихи вслух, даже когда не просят."},
    DemoPerson{"dmitriev", "Дмитриев Лев Антонович", "student", "", ""},
    DemoPerson{"egorova", "Егорова Полина Максимовна", "student", "+7 495 000-02-25", ""},
    DemoPerson{"zaitsev", "Зайцев Матвей Кириллович", "student", "+7 495 000-02-26",
               "Учусь падать и вставать. Пока лучше получается падать."},
    DemoPerson{"ivleva", "Ивлева Анастасия Петровна", "student", "+7 495 000-02-27", ""},
    DemoPerson{"karpov", "Карпов Фёдор Алексеевич", "student", "", ""},
    DemoPerson{"lapina", "Лапина Варвара Сергеевна", "student", "+7 495 000-02-29",
               "Третий курс, выпускной спектакль — «Три сестры», я Ирина."},
    DemoPerson{"makarov", "Макаров Егор Владимирович", "student", "+7 495 000-02-30", ""},
    DemoPerson{"novikova", "Новикова Алёна Дмитриевна", "student", "+7 495 000-02-31", ""},
    DemoPerson{"osipov", "Осипов Марк Григорьевич", "student", "", ""},
    DemoPerson{"pavlova", "Павлова Юлия Эдуардовна", "student", "+7 495 000-02-33",
               "Раньше пела в хоре, теперь учусь петь одна."},
    DemoPerson{"rogov", "Рогов Андрей Валерьевич", "student", "+7 495 000-02-34", ""},
    DemoPerson{"saveleva", "Савельева Ева Тимуровна", "student", "", ""},
    DemoPerson{"c.bennett", "Charlotte Bennett", "student", "+44 1632 960220", ""},
    DemoPerson{"taras", "Тарасов Никита Олегович", "student", "", "", State::Unverified},
    DemoPerson{"ulanov", "Уланов Борис Семёнович", "student", "+7 495 000-02-40", "Выпустился в прошлом году.",
               State::Disabled},
};

constexpr std::array<std::string_view, 4> kTold{"admin", "teacher", "student", "student2"};

constexpr std::array<std::string_view, 66> kWords{
    "applause",     "balcony",  "ballad",    "baritone",   "binocular",  "bonnet",    "bouquet",    "cabaret",
    "candle",       "carousel", "cellar",    "chandelier", "chorus",     "circus",    "comedy",     "cornice",
    "costume",      "curtain",  "dancer",    "dialogue",   "director",   "drapery",   "encore",     "entrance",
    "feather",      "fiddle",   "footlight", "gallery",    "garland",    "gesture",   "harlequin",  "heroine",
    "intermission", "jester",   "juggler",   "lantern",    "libretto",   "limelight", "marionette", "masquerade",
    "matinee",      "melody",   "mirror",    "monologue",  "mosaic",     "opera",     "orchestra",  "overture",
    "palette",      "parasol",  "pierrot",   "playbill",   "premiere",   "prompter",  "puppet",     "rehearsal",
    "ribbon",       "scenery",  "soprano",   "spotlight",  "tambourine", "tempest",   "trapdoor",   "velvet",
    "wardrobe",     "whisper"};

std::string_view word() { return kWords[callboard::random_below(kWords.size())]; }

}  // namespace

bool DemoPerson::is_told() const { return std::find(kTold.begin(), kTold.end(), name) != kTold.end(); }

std::string DemoPerson::email() const { return std::string(name) + "@school.example"; }

std::span<const DemoPerson> demo_people() { return kPeople; }

std::string demo_password() {
  return fmt::format("{}-{}-{}-{:04}", word(), word(), word(), callboard::random_below(10'000));
}

}  // namespace accounts
