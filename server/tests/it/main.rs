//! The portal as a whole, through its library and its program.

mod embedded_postgres;
