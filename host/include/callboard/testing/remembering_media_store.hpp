// A MediaStore without files: it remembers who uses what. A name is made of the content. For one thread.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "callboard/media.hpp"

namespace callboard::testing {

class RememberingMediaStore : public MediaStore {
 public:
  StoredMedia store(std::string_view content, std::string_view, std::string_view type) override {
    return {"aa/" + std::string(content), std::string(type), content.size()};
  }
  StoredMedia store_file(const std::filesystem::path& file, std::string_view ending, std::string_view type) override {
    std::ifstream in(file, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    std::filesystem::remove(file);
    return store(content, ending, type);
  }
  std::filesystem::path path_of(std::string_view name) const override { return std::filesystem::path(name); }
  void use(Transaction&, const StoredMedia& media, const MediaUse& use) override {
    uses.push_back(use.kind + " " + std::to_string(use.record) + " " + media.name);
  }
  void release(Transaction&, std::string_view kind, std::int64_t record) override {
    uses.push_back("no " + std::string(kind) + " " + std::to_string(record));
  }
  Response send(std::string_view, std::string_view) const override { return Response(); }

  std::vector<std::string> uses;  // in their order, whether or not the transaction was committed
};

}  // namespace callboard::testing
