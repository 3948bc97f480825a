// Teachers and halls as administrators keep them. Who is linked to an account makes it a teacher's. Thread-safe.
#pragma once

#include <accounts/roles.hpp>

#include "courses_admin.hpp"

namespace courses {

const callboard::PictureRules& teacher_picture_rules();

class PeopleAdmin {
 public:
  explicit PeopleAdmin(const CourseRepository& courses) : courses_(courses) {}

  // Only while plugins register; without it nobody gets a role.
  void give_roles_by(accounts::Roles* roles) { roles_ = roles; }

  callboard::AdminResource teachers() const;
  callboard::AdminResource halls() const;

 private:
  void link(callboard::Transaction& tx, const callboard::AdminCall& call, std::optional<callboard::UserId> before,
            std::optional<callboard::UserId> after) const;
  std::int64_t create(callboard::Transaction& tx, const callboard::AdminCall& call, const nlohmann::json& values) const;
  void change(callboard::Transaction& tx, const callboard::AdminCall& call, TeacherId id,
              const nlohmann::json& values) const;
  void remove(callboard::Transaction& tx, const callboard::AdminCall& call, TeacherId id) const;

  const CourseRepository& courses_;
  accounts::Roles* roles_ = nullptr;
};

}  // namespace courses
