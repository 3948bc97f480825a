#include "demo.hpp"

namespace theatre_admin {

const std::vector<DemoShow>& demo_shows() {
  static const std::vector<DemoShow> all{
      {"Чайка", -75, "19:00", "Большой зал", 165, "16+", "seagull",
       "Антон Чехов. Комедия о молодых людях, которым нужен театр, и о взрослых, которым нужен успех. Выпускной "
       "спектакль мастерской Игоря Данилевского: озеро, колдовское озеро, и ни одной чайки на сцене."},
      {"Our Town", -48, "18:30", "Studio theatre", 130, "12+", "town",
       "Thornton Wilder's play about two families, a stage almost bare, and how little we notice while we are alive. "
       "Second-year students play in English, with two ladders and a lot of moonlight."},
      {"Гроза", -33, "19:00", "Большой зал", 150, "16+", "storm",
       "Александр Островский. Над Волгой собирается гроза, и весь город знает, кто в ней виноват. Спектакль третьего "
       "курса, в котором дождь идёт не с неба, а из слов."},
      {"Twelfth Night", -20, "19:00", "Main hall", 155, "12+", "ship",
       "William Shakespeare. A shipwreck, a pair of twins, yellow stockings, and music as the food of love. The "
       "voice class plays and sings the whole of Illyria live."},
      {"Сказка о мёртвой царевне", -9, "12:00", "Малая сцена", 60, "6+", "mirror",
       "По сказке Александра Пушкина. Зеркальце говорит правду, богатырей играют трое, и яблоко катится прямо в зал. "
       "После спектакля дети могут подняться на сцену и примерить корону."},
      {"The Importance of Being Earnest", -3, "19:00", "Studio theatre", 140, "12+", "teacup",
       "Oscar Wilde's trivial comedy for serious people. Two gentlemen, one name, a handbag and a great many cucumber "
       "sandwiches. An evening of the stage speech class."},
      {"Вишнёвый сад", 2, "19:00", "Большой зал", 170, "12+", "orchard",
       "Антон Чехов. Дом, где все ждут поезда, торгов и чуда, а сад цветёт, как в детстве. Совместный спектакль "
       "педагогов и студентов: впервые на одной сцене два поколения школы. В антракте работает буфет."},
      {"A Midsummer Night's Dream", 5, "18:30", "Main hall", 145, "6+", "forest",
       "William Shakespeare. Four lovers lose their way, a weaver loses his head, and the wood laughs at all of them. "
       "With the dance studio as the fairies, and real fireflies of cloth and wire."},
      {"Ревизор", 9, "19:00", "Большой зал", 160, "12+", "inspector",
       "Николай Гоголь. К нам едет ревизор, и вот что из этого вышло. Спектакль второго курса о страхе, который "
       "ходит по городу быстрее почты: немая сцена длится ровно столько, сколько выдержит зал."},
      {"Тишина на три голоса", 16, "20:00", "Малая сцена", 75, "16+", "voices",
       "Собственная постановка школы: три монолога, которые студенты записали за своими бабушками. Без декораций, "
       "почти без света. После спектакля обсуждение с авторами."},
      {"The Snow Queen", 23, "12:00", "Main hall", 90, "6+", "snowflake",
       "Hans Christian Andersen's tale of a splinter of glass and a girl who walks to the end of the world. A family "
       "show for the holidays, with songs by our own students."},
      {"Щелкунчик. Игра теней", 31, "16:00", "Малая сцена", 65, "6+", "nutcracker",
       "По сказке Гофмана. Фонарь, простыня и двадцать рук: новогодняя история, рассказанная тенями. Зрители младше "
       "шести лет сидят на подушках в первом ряду."},
      {"Waiting for Godot", 44, "19:30", "Studio theatre", 135, "16+", "road",
       "Samuel Beckett. A country road, a tree, two hats. The diploma work of the acting class: nothing happens, "
       "twice, and it is very funny until it is not."},
      {"Сирано де Бержерак", 60, "19:00", "Большой зал", 180, "12+", "plume",
       "Эдмон Ростан. Шпага, нос и самое длинное любовное письмо на свете. Премьера весны: фехтование поставили "
       "студенты сами, стихи не сократили ни на строку."},
  };
  return all;
}

const char* demo_contacts() {
  return "Театральная школа, Тверской бульвар, 7 / 7 Tverskoy Boulevard\n"
         "+7 495 555-01-23\n"
         "school@theatre.example\n"
         "Касса и учебная часть: 10:00-20:00 / Box office and school office: 10 am to 8 pm";
}

const char* demo_privacy() {
  return R"(Уведомление о персональных данных

Кто отвечает. Театральная школа хранит на этом сайте только то, без чего не может вас учить и пускать в залы: имя пользователя, адрес электронной почты, а если вы их укажете, полное имя, телефон, несколько слов о себе и фотографию.

Зачем. Чтобы вы могли войти, записаться на курс, получить ключ и узнать об изменениях в расписании. Мы не показываем рекламу, не продаём данные и никому их не передаём, кроме случаев, когда этого требует закон.

Как долго. Пока у вас есть учётная запись. Если вы её удалите, личные данные исчезнут сразу; в журналах останется только номер записи без имени.

Ваши права. В любое время можно посмотреть и исправить свои данные в профиле, скачать их одним файлом или удалить учётную запись. Вопросы: school@theatre.example.


Privacy notice

Who is responsible. The theatre school keeps on this site only what it needs to teach you and to let you into its rooms: your user name, your e-mail address and, if you give them, your full name, telephone, a few words about you and a picture.

What for. So that you can sign in, enrol in a course, take a key and hear of changes in the schedule. We show no advertising, sell no data and give it to nobody, unless the law demands it.

For how long. As long as you have an account. If you delete it, your personal data goes at once; the journals keep only a number without a name.

Your rights. At any time you can see and correct your data in your profile, download all of it as one file, or delete your account. Questions: school@theatre.example.)";
}

}  // namespace theatre_admin
