#include "markdown.hpp"

#include <algorithm>
#include <memory>

#include <cmark-gfm.h>

#include "description_rules.hpp"

namespace portfolio {

using nlohmann::json;

namespace {

// Beyond it quotes and lists are no longer nested, but shown at that depth.
constexpr int kDeepest = 12;
constexpr std::size_t kMostEvents = 20'000;

struct NodeDeleter {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};

std::string literal_of(cmark_node* node) {
  const auto* text = cmark_node_get_literal(node);
  return text ? text : "";
}

bool is_harmless_address(std::string address) {
  std::transform(address.begin(), address.end(), address.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return address.starts_with("https://") || address.starts_with("http://") || address.starts_with("mailto:");
}

std::string container_name(cmark_node* node) {
  const auto type = cmark_node_get_type(node);
  if (type == CMARK_NODE_PARAGRAPH) return "p";
  if (type == CMARK_NODE_HEADING) return cmark_node_get_heading_level(node) <= 2 ? "h" : "h_small";
  if (type == CMARK_NODE_STRONG) return "strong";
  if (type == CMARK_NODE_EMPH) return "em";
  if (type == CMARK_NODE_LIST) return cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? "ol" : "ul";
  if (type == CMARK_NODE_ITEM) return "li";
  if (type == CMARK_NODE_BLOCK_QUOTE) return "quote";
  return {};
}

// A paragraph of a tight list has no space around it.
bool is_tight(cmark_node* node) {
  auto* item = cmark_node_parent(node);
  auto* list = item ? cmark_node_parent(item) : nullptr;
  return list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list) != 0;
}

class EventWriter {
 public:
  json run(cmark_node* document) {
    const std::unique_ptr<cmark_iter, NodeDeleter> iterator(cmark_iter_new(document));
    for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE && events_.size() < kMostEvents;
         event = cmark_iter_next(iterator.get())) {
      take(cmark_iter_get_node(iterator.get()), event == CMARK_EVENT_ENTER);
    }
    for (; !open_.empty(); open_.pop_back()) put(open_.back() + "_end");
    return std::move(events_);
  }

 private:
  void put(const std::string& name, const json& value = true) { events_.push_back({{"md_" + name, value}}); }

  void take(cmark_node* node, bool enters) {
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) {
      put("text", literal_of(node));
    } else if (type == CMARK_NODE_SOFTBREAK) {
      put("text", " ");
    } else if (type == CMARK_NODE_LINEBREAK) {
      put("br");
    } else if (type == CMARK_NODE_THEMATIC_BREAK) {
      put("hr");
    } else if (type == CMARK_NODE_CODE) {
      put("code", literal_of(node));
    } else if (type == CMARK_NODE_CODE_BLOCK) {
      put("pre", literal_of(node));
    } else if (type == CMARK_NODE_LINK) {
      link(node, enters);
    } else {
      container(node, enters);
    }
  }

  void link(cmark_node* node, bool enters) {
    const auto* url = cmark_node_get_url(node);
    const std::string address = url ? url : "";
    if (!is_harmless_address(address)) return;
    enters ? begin("link", address) : end("link");
  }

  void container(cmark_node* node, bool enters) {
    const auto name = container_name(node);
    if (name.empty() || (name == "p" && is_tight(node))) return;
    const bool nests = name == "quote" || name == "ul" || name == "ol" || name == "li";
    if (nests) {
      if (enters && ++depth_ > kDeepest) return;
      if (!enters && depth_-- > kDeepest) return;
    }
    enters ? begin(name, true) : end(name);
  }

  void begin(const std::string& name, const json& value) {
    put(name, value);
    open_.push_back(name);
  }
  void end(const std::string& name) {
    put(name + "_end");
    open_.pop_back();
  }

  json events_ = json::array();
  std::vector<std::string> open_;
  int depth_ = 0;
};

std::unique_ptr<cmark_node, NodeDeleter> parsed(const std::string& text) {
  return std::unique_ptr<cmark_node, NodeDeleter>(
      cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8));
}

// No more than so many bytes of it, and whole letters.
std::string cut_at_letter(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return text.substr(0, most);
}

}  // namespace

json markdown_events(const std::string& text) { return EventWriter().run(parsed(text).get()); }

std::string markdown_excerpt(const std::string& text, std::size_t most) {
  constexpr std::size_t kBytesForOne = 8;  // of a letter, and of the marks and addresses around it
  const auto beginning = cut_at_letter(text, most * kBytesForOne);
  std::string words;
  for (const auto& event : markdown_events(beginning)) {
    const bool has_words = event.contains("md_text") || event.contains("md_code");
    words += has_words ? event.begin()->get<std::string>()
             : event.contains("md_br") || event.contains("md_p_end") || event.contains("md_h_end") ||
                     event.contains("md_li_end")
                 ? " "
                 : "";
  }
  auto excerpt = one_line(words, most);
  if (characters(words) > most || beginning.size() < text.size()) excerpt += "…";
  return excerpt;
}

}  // namespace portfolio
