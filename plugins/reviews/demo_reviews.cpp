#include "demo.hpp"

namespace reviews {

const std::vector<DemoReview>& demo_reviews() {
  static const std::vector<DemoReview> all{
      {"olga_v", "Чайка", 73, 5,
       "Смотрела с балкона и боялась дышать. Костюмы шили мы, но на сцене я их не узнала: они стали чьей-то одеждой. "
       "Отдельное спасибо за финал, в котором никто не кричит."},
      {"kirill", "Чайка", 72, 4,
       "Свет на озере получился. Второе действие немного длинное, зато Тригорин живой, а не портрет из учебника."},
      {"j.moreau", "Чайка", 70, 5,
       "My Russian is far from perfect and I understood everything. Nina's last scene is the best acting I have seen "
       "in this school."},
      {"grace.lin", "Our Town", 46, 4,
       "Two ladders, some moonlight, and half of the house in tears. The stage manager talks a little too fast at the "
       "beginning, but then you forget that anybody is acting.",
       State::Approved, "Thank you, Grace! We told him about the pace, and he promised to breathe."},
      {"emily_r", "Our Town", 45, 5, "Simple, quiet, exact. I called my mother right after the third act."},
      {"roma_k", "Гроза", 31, 4,
       "Дождь из слов — придумано отлично. Музыки хотелось бы больше, но я гитарист, мне всегда её мало."},
      {"vera_n", "Гроза", 30, 3,
       "Кабаниха прекрасна. А вот вторую половину в последних рядах почти не слышно, говорите громче, пожалуйста!",
       State::Approved,
       "Спасибо, Вера! С субботы играем с приподнятым задником: звук теперь доходит до последнего ряда."},
      {"sam.porter", "Twelfth Night", 19, 5,
       "Malvolio's stockings deserve a spin-off. And the songs, all of them live! You can hear two at "
       "https://music.example/illyria if you missed the evening."},
      {"priya", "Twelfth Night", 18, 4, "Light on its feet from the first scene to the dance at the end.",
       State::Approved, "", "",
       "Light on its feet from the first scene to the dance at the end. The fights are a bit "
       "too polite, though: I would have loved some more stage combat."},
      {"golubeva", "Twelfth Night", 17, 2,
       "Спектакль хороший, но мой сосед Петров из второй группы весь вечер сидел в телефоне. Из-за этого две звезды.",
       State::Approved, "", "Спектакль хороший, но сосед весь вечер сидел в телефоне. Из-за этого две звезды."},
      {"novikova", "Сказка о мёртвой царевне", 8, 5,
       "Водила младшего брата. Он примерил корону и теперь собирается стать царевной. Яблоко докатилось до нашего "
       "ряда, мы его вернули!"},
      {"lapina", "Сказка о мёртвой царевне", 7, 5,
       "Богатырей трое, а кажется, что семеро. Самый весёлый утренник за весь сезон."},
      {"student2", "Чайка", 60, 4,
       "Первый спектакль, который я увидел в школе. После него и записался на вечернюю группу."},
      {"h.berg", "The Importance of Being Earnest", 2, 5,
       "Crisp cues, crisp cucumber. The light of the second act is mine, so I am biased, but the audience was not.",
       State::Pending},
      {"osipov", "The Importance of Being Earnest", 2, 4,
       "Смотрел по-английски впервые и смеялся вместе со всеми.\n\nЖаль, что программки закончились.", State::Pending},
      {"daniel.k", "Twelfth Night", 3, 1, "Rubbish!!! Rubbish!!! Rubbish!!!", State::Rejected,
       "Please tell us what you did not like: then it helps those who play, and those who choose a show."},
      {"student", "Twelfth Night", 1, 5,
       "Шекспир, в котором поют, — это счастье. Виола играет так, что веришь и в девушку, и в юношу сразу.",
       State::Pending},
      {"student", "", 12, 5,
       "За семестр я перестала бояться собственного голоса. Группа маленькая, и на каждого хватает времени."},
      {"student2", "", 6, 4, "Трудно после работы, но ухожу всегда бодрее, чем прихожу.", State::Pending},
  };
  return all;
}

}  // namespace reviews
