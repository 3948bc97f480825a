-- The administration's list by state.
CREATE INDEX portfolio_items_state ON portfolio_items (state, created_at, id);
