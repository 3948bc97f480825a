// Records as the rows of a table that people read. Pure functions over what was read; thread-safe.
#pragma once

#include "record_list_query.hpp"
#include "reference_titles.hpp"

namespace theatre_admin {

// The field that is what names a record, where one is.
const AdminField* title_field(const AdminResource& resource);

// [{"id", "title", "url", "cells": [{"label", "text" | "time" | "links" | "picture"}]}]; the title is no cell.
nlohmann::json row_data(const AdminResource& resource, const std::vector<const AdminField*>& fields,
                        const std::vector<Record>& records, const ReferenceTitles& titles, const std::string& zone);

// The label of a choice; an unknown one as it is.
callboard::Text choice_label(const AdminField& field, const std::string& value);

}  // namespace theatre_admin
