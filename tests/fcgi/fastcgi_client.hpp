// A FastCGI client that speaks raw records, so that tests can also speak them wrongly.
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <chrono>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "process/unique_fd.hpp"

namespace callboard::fastcgi {

enum Type : unsigned char {
  kBegin = 1,
  kAbort = 2,
  kEnd = 3,
  kParams = 4,
  kStdin = 5,
  kStdout = 6,
  kStderr = 7,
  kData = 8,
  kGetValues = 9,
  kGetValuesResult = 10,
  kUnknownType = 11
};

using Parameters = std::vector<std::pair<std::string, std::string>>;

inline std::string record(int type, std::string_view content, int id = 1, int padding = 0, int version = 1) {
  const auto byte = [](std::size_t value) { return static_cast<char>(value & 0xff); };
  std::string bytes{byte(static_cast<std::size_t>(version)),
                    byte(static_cast<std::size_t>(type)),
                    byte(static_cast<std::size_t>(id) >> 8),
                    byte(static_cast<std::size_t>(id)),
                    byte(content.size() >> 8),
                    byte(content.size()),
                    byte(static_cast<std::size_t>(padding)),
                    0};
  return bytes.append(content).append(static_cast<std::size_t>(padding), '\0');
}

inline std::string begin(bool keep = true, int id = 1, int role = 1) {
  return record(kBegin, std::string{0, static_cast<char>(role), static_cast<char>(keep), 0, 0, 0, 0, 0}, id);
}

inline std::string length(std::size_t size) {
  if (size < 128) return {static_cast<char>(size)};
  return {static_cast<char>((size >> 24) | 0x80), static_cast<char>(size >> 16), static_cast<char>(size >> 8),
          static_cast<char>(size)};
}

inline std::string pairs(const Parameters& parameters) {
  std::string bytes;
  for (const auto& [name, value] : parameters) bytes += length(name.size()) + length(value.size()) + name + value;
  return bytes;
}

// A stream in records of at most 64 KiB, with its empty record at the end.
inline std::string stream(int type, std::string_view content, int id = 1) {
  std::string bytes;
  while (!content.empty()) {
    const auto piece = content.substr(0, 65528);
    bytes += record(type, piece, id);
    content.remove_prefix(piece.size());
  }
  return bytes + record(type, "", id);
}

struct Reply {
  int status = 0;
  std::map<std::string, std::string> headers;  // the last of each name
  std::vector<std::string> cookies;
  std::string body;
};

class Closed : public std::runtime_error {
 public:
  Closed() : std::runtime_error("the server closed the connection") {}
};

class Client {
 public:
  explicit Client(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
    connect(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  }
  Client(const sockaddr* address, socklen_t size) { connect(address->sa_family, address, size); }

  // False when the server has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  static Parameters parameters(std::string method, std::string target, Parameters more = {}) {
    Parameters all{{"REQUEST_METHOD", std::move(method)},
                   {"REQUEST_URI", std::move(target)},
                   {"REMOTE_ADDR", "192.0.2.7"},
                   {"HTTP_HOST", "localhost"},
                   {"REQUEST_ID", "0123456789abcdef"}};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  static std::string request(std::string method, std::string target, std::string_view body = {}, Parameters more = {},
                             bool keep = true) {
    if (!body.empty()) more.emplace_back("CONTENT_LENGTH", std::to_string(body.size()));
    return begin(keep) + stream(kParams, pairs(parameters(std::move(method), std::move(target), std::move(more)))) +
           stream(kStdin, body);
  }

  Reply get(std::string target, Parameters more = {}, bool keep = true) {
    send(request("GET", std::move(target), {}, std::move(more), keep));
    return receive();
  }
  Reply post(std::string target, std::string_view body, Parameters more = {}) {
    send(request("POST", std::move(target), body, std::move(more)));
    return receive();
  }

  // Reads records up to FCGI_END_REQUEST. Throws Closed, or runtime_error after `limit`.
  Reply receive(std::chrono::milliseconds limit = std::chrono::seconds(20)) {
    std::string output;
    for (;;) {
      const auto [type, content] = receive_record(limit);
      if (type == kStdout) output += content;
      if (type == kEnd) return parse(output);
    }
  }

  std::pair<int, std::string> receive_record(std::chrono::milliseconds limit = std::chrono::seconds(20)) {
    const std::string header = receive_bytes(8, limit);
    const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(header[i])); };
    const std::size_t size = byte(4) << 8 | byte(5);
    std::string content = receive_bytes(size + byte(6), limit);
    content.resize(size);
    return {static_cast<int>(byte(1)), std::move(content)};
  }

  // True when the server closes within `limit`; what it sends before is dropped.
  bool closes_within(std::chrono::milliseconds limit) {
    try {
      for (;;) receive_bytes(1, limit);
    } catch (const Closed&) {
      return true;
    } catch (const std::runtime_error&) {
      return false;
    }
  }

  int fd() const { return fd_.get(); }
  void close() { fd_.reset(); }

 private:
  void connect(int family, const sockaddr* address, socklen_t size) {
    fd_ = host::UniqueFd(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(fd_.get(), address, size) != 0)
      throw std::runtime_error(std::string("connect: ") + std::strerror(errno));
  }

  std::string receive_bytes(std::size_t count, std::chrono::milliseconds limit) {
    std::string bytes;
    while (bytes.size() < count) {
      pollfd readable{fd_.get(), POLLIN, 0};
      if (::poll(&readable, 1, static_cast<int>(limit.count())) != 1) throw std::runtime_error("no answer in time");
      char piece[65536];
      const auto got = ::recv(fd_.get(), piece, std::min(sizeof(piece), count - bytes.size()), 0);
      if (got <= 0) throw Closed();
      bytes.append(piece, static_cast<std::size_t>(got));
    }
    return bytes;
  }

  static Reply parse(const std::string& output) {
    const auto end = output.find("\r\n\r\n");
    if (end == std::string::npos) throw std::runtime_error("no end of the head: " + output);
    Reply reply;
    reply.body = output.substr(end + 4);
    for (std::size_t at = 0; at < end;) {
      const auto stop = output.find("\r\n", at);
      const std::string line = output.substr(at, stop - at);
      const auto colon = line.find(": ");
      const std::string name = line.substr(0, colon);
      const std::string value = line.substr(colon + 2);
      if (name == "Set-Cookie") reply.cookies.push_back(value);
      if (name == "Status") reply.status = std::stoi(value);
      reply.headers[name] = value;
      at = stop + 2;
    }
    return reply;
  }

  host::UniqueFd fd_;
};

}  // namespace callboard::fastcgi
