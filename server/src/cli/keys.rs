//! `vouch keys create|list|revoke`

use std::io::{self, Write};

use anyhow::{Context, Result, anyhow};
use clap::{Subcommand, builder::PossibleValuesParser, builder::TypedValueParser};
use contract::{Actor, ApiKeyId, KeyPreset};
use intake::{Env, api_keys::ApiKeys};
use store::tables::organization;

use crate::{config::Config, wiring};

/// API keys, from the server's own shell; whether or not the server runs.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Make a key. It is the last word of the output, shown once.
    Create {
        /// The organization whose data the key reaches.
        #[arg(long, value_name = "NAME")]
        organization: String,
        /// Make the organization when there is none of this name.
        #[arg(long)]
        create_organization: bool,
        /// What the key is for.
        #[arg(long, value_name = "TEXT")]
        name: String,
        /// What the key may do.
        #[arg(long, value_parser = presets())]
        preset: KeyPreset,
    },
    /// List an organization's keys, without their secrets.
    List {
        /// The organization.
        #[arg(long, value_name = "NAME")]
        organization: String,
    },
    /// Revoke a key for good.
    Revoke {
        /// The organization.
        #[arg(long, value_name = "NAME")]
        organization: String,
        /// The key's id, from the list.
        id: ApiKeyId,
    },
}

fn presets() -> impl TypedValueParser<Value = KeyPreset> {
    let names = PossibleValuesParser::new(KeyPreset::ALL.iter().map(|preset| preset.as_str()));
    names.map(|name| name.parse().expect("only names of presets are possible"))
}

impl Keys {
    /// Runs the command.
    pub async fn run(self, config: Config) -> Result<()> {
        let env = wiring::connect(&config).await?;
        let keys = ApiKeys::new(env.clone());
        match self {
            Self::Create {
                organization,
                create_organization,
                name,
                preset,
            } => {
                let made = keys
                    .create_from_shell(&organization, create_organization, &name, preset)
                    .await;
                let made = made.map_err(in_words).context("making the key")?;
                writeln!(
                    io::stdout(),
                    "Made the key {name:?} for {organization:?}; it is shown only now: {}",
                    made.text
                )?;
            }
            Self::List { organization } => {
                let listed = keys
                    .list(&shell_actor(&env, &organization).await?)
                    .await
                    .map_err(in_words)?;
                for key in listed {
                    let state = if key.revoked_at.is_some() { "revoked" } else { "active" };
                    writeln!(
                        io::stdout(),
                        "{}  vk_{}_…  {:<11}  {state:<7}  {}",
                        key.id,
                        key.prefix,
                        key.preset.as_str(),
                        key.name
                    )?;
                }
            }
            Self::Revoke { organization, id } => {
                let actor = shell_actor(&env, &organization).await?;
                let key = keys
                    .revoke(&actor, id)
                    .await
                    .map_err(in_words)
                    .context("revoking the key")?;
                writeln!(io::stdout(), "Revoked the key {:?}.", key.name)?;
            }
        }
        env.db.close().await;
        Ok(())
    }
}

/// Who holds the server's shell may do everything within an organization.
pub async fn shell_actor(env: &Env, organization_name: &str) -> Result<Actor> {
    let found = organization::find_by_name(&env.db, organization_name).await?;
    let organization = found.ok_or_else(|| anyhow!("there is no organization {organization_name:?}"))?;
    Ok(Actor::system(organization.id, "cli"))
}

/// What a use case tells the client is also what it tells the person at the terminal.
pub fn in_words(error: intake::Error) -> anyhow::Error {
    let problem = error.problem();
    let fields: Vec<_> = problem
        .fields
        .iter()
        .map(|it| format!("{}: {}", it.field, it.message))
        .collect();
    let words = if fields.is_empty() {
        problem.to_string()
    } else {
        format!("{problem} ({})", fields.join("; "))
    };
    anyhow::Error::new(error).context(words)
}
