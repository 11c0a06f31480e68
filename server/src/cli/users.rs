//! `vouch users setup-link|list`

use std::io::{self, Write};

use anyhow::{Result, bail};
use clap::Subcommand;
use intake::{identity::Identity, users::Users as People};

use super::keys::{in_words, shell_actor};
use crate::{config::Config, wiring};

/// People, from the server's own shell.
#[derive(Debug, Subcommand)]
pub enum Users {
    /// Make a new one-time link for the first administrator; earlier links stop working.
    SetupLink,
    /// List an organization's people.
    List {
        /// The organization.
        #[arg(long, value_name = "NAME")]
        organization: String,
    },
}

impl Users {
    /// Runs the command.
    pub async fn run(self, config: Config) -> Result<()> {
        let env = wiring::connect(&config).await?;
        match self {
            Self::SetupLink => match Identity::new(env.clone()).new_setup_link().await.map_err(in_words)? {
                Some(link) => writeln!(io::stdout(), "Set up Vouch: {}{}", config.http.public_url(), link.0)?,
                None => bail!("Vouch is set up already; an administrator can invite people"),
            },
            Self::List { organization } => {
                let actor = shell_actor(&env, &organization).await?;
                for user in People::new(env.clone()).list(&actor).await.map_err(in_words)? {
                    writeln!(
                        io::stdout(),
                        "{}  {:<10}  {:<11}  {} <{}>",
                        user.id,
                        user.status,
                        user.role,
                        user.name,
                        user.email
                    )?;
                }
            }
        }
        env.db.close().await;
        Ok(())
    }
}
